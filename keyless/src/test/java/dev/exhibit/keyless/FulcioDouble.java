package dev.exhibit.keyless;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.x509.Certificate;
import dev.sigstore.fulcio.v2.CAGrpc;
import dev.sigstore.fulcio.v2.CertificateChain;
import dev.sigstore.fulcio.v2.CreateSigningCertificateRequest;
import dev.sigstore.fulcio.v2.PublicKeyRequest;
import dev.sigstore.fulcio.v2.SigningCertificate;
import dev.sigstore.fulcio.v2.SigningCertificateEmbeddedSCT;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A Fulcio as the network sees it: gRPC, a token in, proof that the key is there, certificates out. Thread-safe. */
final class FulcioDouble extends CAGrpc.CAImplBase implements AutoCloseable {

    /** What the authority does with a request whose proof of possession holds. */
    interface Issuing {
        /** Leaf first. @throws io.grpc.StatusRuntimeException to refuse */
        List<Certificate> issue(VerificationKey key, String token);
    }

    private final AtomicInteger calls = new AtomicInteger();
    private final String subject;
    private final Server server;
    private final String address;
    private volatile Issuing issuing;

    /** @param subject over which the proof of possession must be made */
    FulcioDouble(String subject, Issuing issuing) {
        this.subject = subject;
        this.issuing = issuing;
        try {
            this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(this)
                    .build()
                    .start();
            this.address = "http://127.0.0.1:" + server.getPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void become(Issuing other) {
        issuing = other;
    }

    String address() {
        return address;
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void createSigningCertificate(
            CreateSigningCertificateRequest request, StreamObserver<SigningCertificate> answer) {
        calls.incrementAndGet();
        try {
            VerificationKey key = proven(request.getPublicKeyRequest());
            CertificateChain.Builder chain = CertificateChain.newBuilder();
            issuing.issue(key, request.getCredentials().getOidcIdentityToken())
                    .forEach(certificate -> chain.addCertificates(Pem.encode("CERTIFICATE", certificate.encoded())));
            answer.onNext(SigningCertificate.newBuilder()
                    .setSignedCertificateEmbeddedSct(
                            SigningCertificateEmbeddedSCT.newBuilder().setChain(chain))
                    .build());
            answer.onCompleted();
        } catch (RuntimeException refused) {
            answer.onError(refused);
        }
    }

    private VerificationKey proven(PublicKeyRequest request) {
        String base64 = request.getPublicKey().getContent().replaceAll("-----[A-Z ]+-----|\\s", "");
        VerificationKey key = new VerificationKey(StrictBase64.decode(base64));
        SignatureBytes proof =
                new SignatureBytes(Bytes.owned(request.getProofOfPossession().toByteArray()));
        SignatureChecker.standard().verify(key, SignatureAlgorithm.ECDSA_P256_SHA256, Bytes.utf8(subject), proof);
        return key;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
