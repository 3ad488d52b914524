package dev.exhibit.cli.serve;

import dev.exhibit.attestor.ArtifactInput;
import dev.exhibit.attestor.SigningPort;
import dev.exhibit.attestor.later.Line;
import dev.exhibit.attestor.later.Waiting;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.signer.Content;
import dev.exhibit.signer.SignRequest;
import dev.exhibit.signer.Signer;
import dev.exhibit.signer.WaitingOrder;
import dev.exhibit.signer.WaitingOrders;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The attestor's way to orders that wait at a signer in the same process. */
record LocalLine(WaitingOrders orders, Signer signer) implements Line {
    @Override
    public Optional<Waiting> add(Call call, SigningPort.Order order) {
        return orders.add(call, LocalSigning.request(order)).map(LocalLine::waiting);
    }

    @Override
    public Optional<Waiting> find(Call call, UUID id) {
        return orders.find(call, id).map(LocalLine::waiting);
    }

    @Override
    public List<Waiting> next(Call own, int most) {
        return orders.next(own, most).stream().map(LocalLine::waiting).toList();
    }

    @Override
    public Resumed resume(Call own, Waiting waiting) {
        WaitingOrder order = orders.find(own, waiting.id()).orElseThrow();
        Signer.Resumed resumed = signer.resume(own, order);
        return new Resumed(resumed.call(), again(order.request()), LocalSigning.signed(resumed.signed()));
    }

    private static SigningPort.Order again(SignRequest request) {
        if (!(request.content() instanceof Content.DssePayload document)) {
            throw new IllegalStateException("only documents wait");
        }
        return new SigningPort.Order(
                request.key(),
                request.artifact(),
                new ArtifactInput.Stored(),
                document.payloadType(),
                document.payload());
    }

    @Override
    public void done(Call own, UUID id, Digest evidence, KeyId key) {
        orders.end(own, id, new WaitingOrder.State.Done(evidence, key));
    }

    @Override
    public void failed(Call own, UUID id, Json.Obj problem) {
        orders.end(own, id, new WaitingOrder.State.Failed(problem));
    }

    private static Waiting waiting(WaitingOrder order) {
        return new Waiting(
                order.id(),
                order.request().artifact(),
                order.statement(),
                order.request().source().checked().wire(),
                order.since(),
                switch (order.state()) {
                    case WaitingOrder.State.Queued ignored -> new Waiting.State.Queued();
                    case WaitingOrder.State.Done done -> new Waiting.State.Done(done.evidence(), done.key());
                    case WaitingOrder.State.Failed failed -> new Waiting.State.Failed(failed.problem());
                });
    }
}
