package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleVersion;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the bundle: a known version, known members, and of ours the one spelling. */
final class FormStep {
    private FormStep() {}

    static Bundle read(Bytes document, Case given, Findings findings) {
        ObjectReader parsed = requireMediaType(document, given, findings);
        return requireForm(document, parsed, given, findings);
    }

    private static ObjectReader requireMediaType(Bytes document, Case given, Findings findings) {
        try {
            Json json = JsonReader.read(document, JsonLimits.BUNDLE);
            ObjectReader parsed = ObjectReader.of(given.canonical() ? json : withoutNulls(json), "");
            String found = parsed.text("mediaType");
            if (!isTaken(found, given)) {
                throw new Refusal(RefusalCode.MEDIA_TYPE_UNSUPPORTED, Bundle.MEDIA_TYPE, found);
            }
            findings.held(Check.Name.MEDIA_TYPE, found);
            return parsed;
        } catch (MalformedException why) {
            throw new Refusal(RefusalCode.BUNDLE_MALFORMED, "a Sigstore bundle in JSON", why);
        }
    }

    private static boolean isTaken(String mediaType, Case given) {
        if (given.canonical()) {
            return mediaType.equals(Bundle.MEDIA_TYPE);
        }
        for (BundleVersion known : BundleVersion.values()) {
            if (known.mediaType().equals(mediaType)) {
                return true;
            }
        }
        return false;
    }

    private static Bundle requireForm(Bytes document, ObjectReader parsed, Case given, Findings findings) {
        try {
            Bundle bundle = Bundle.read(parsed);
            if (!given.canonical()) {
                findings.held(Check.Name.BUNDLE_FORM, "JSON of " + document.size() + " bytes");
                return bundle;
            }
            if (!bundle.encode().bytes().equals(document)) {
                throw new Refusal(
                        RefusalCode.BUNDLE_NOT_CANONICAL, "canonical JSON (RFC 8785)", "another spelling of it");
            }
            findings.held(Check.Name.BUNDLE_FORM, "canonical JSON of " + document.size() + " bytes");
            return bundle;
        } catch (MalformedException why) {
            throw new Refusal(RefusalCode.BUNDLE_MALFORMED, "a well-formed bundle", why);
        }
    }

    /** Protobuf's JSON mapping reads null as an absent member, and some write it. */
    private static Json withoutNulls(Json json) {
        return switch (json) {
            case Json.Obj object -> {
                Map<String, Json> kept = new LinkedHashMap<>();
                object.members().forEach((name, value) -> {
                    if (!(value instanceof Json.Null)) {
                        kept.put(name, withoutNulls(value));
                    }
                });
                yield new Json.Obj(kept);
            }
            case Json.Arr array ->
                Json.array(array.items().stream().map(FormStep::withoutNulls).toList());
            case Json.Text text -> text;
            case Json.Num number -> number;
            case Json.Bool flag -> flag;
            case Json.Null nothing -> nothing;
        };
    }
}
