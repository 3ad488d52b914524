package dev.exhibit.boundary.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Records so many requests of a hundred, and their parts with them. A caller chooses the id of a trace, so that decides
 * nothing.
 */
record ByChance(int percent, RandomGenerator random) implements Sampler {
    private static final int HUNDRED = 100;

    @Override
    public SamplingResult shouldSample(
            Context parent, String trace, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        boolean part = Span.fromContext(parent).isRecording();
        return part || random.nextInt(HUNDRED) < percent ? SamplingResult.recordAndSample() : SamplingResult.drop();
    }

    @Override
    public String getDescription() {
        return "ByChance{" + percent + "}";
    }
}
