package dev.exhibit.cli.serve;

import dev.exhibit.attestor.ArtifactInput;
import dev.exhibit.attestor.SigningPort;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.signer.Content;
import dev.exhibit.signer.SignRequest;
import dev.exhibit.signer.Signer;

/** The attestor's way to a signer in the same process. */
record LocalSigning(Signer signer) implements SigningPort {
    @Override
    public Signed sign(Call call, Order order) {
        return signed(signer.sign(call, request(order)));
    }

    @Override
    public void accept(Call call, Order order) {
        signer.accept(call, request(order));
    }

    static SignRequest request(Order order) {
        return new SignRequest(
                order.key(),
                order.artifact(),
                source(order.source()),
                new Content.DssePayload(order.payloadType(), order.payload()));
    }

    static Signed signed(dev.exhibit.signer.Signed signed) {
        return new Signed(
                signed.signature(),
                signed.key(),
                signed.timestamps(),
                signed.checked().wire());
    }

    @Override
    public SigningPort forOneCall() {
        return new LocalSigning(signer.forOneCall());
    }

    private static dev.exhibit.signer.ArtifactInput source(ArtifactInput source) {
        return switch (source) {
            case ArtifactInput.Uploaded upload -> new dev.exhibit.signer.ArtifactInput.Streamed(upload.bytes());
            case ArtifactInput.Stored ignored -> new dev.exhibit.signer.ArtifactInput.Stored();
            case ArtifactInput.Remote remote -> new dev.exhibit.signer.ArtifactInput.Remote(remote.artifact());
        };
    }
}
