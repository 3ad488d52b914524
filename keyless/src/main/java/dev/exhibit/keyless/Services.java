package dev.exhibit.keyless;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.sigstore.encryption.certificates.Certificates;
import dev.sigstore.fulcio.client.CertificateRequest;
import dev.sigstore.fulcio.client.FulcioClientGrpc;
import dev.sigstore.fulcio.client.UnsupportedAlgorithmException;
import dev.sigstore.http.HttpParams;
import dev.sigstore.http.ImmutableHttpParams;
import dev.sigstore.proto.common.v1.PublicKeyDetails;
import dev.sigstore.proto.common.v1.X509Certificate;
import dev.sigstore.proto.rekor.v2.HashedRekordRequestV002;
import dev.sigstore.proto.rekor.v2.Signature;
import dev.sigstore.proto.rekor.v2.Verifier;
import dev.sigstore.rekor.client.HashedRekordRequest;
import dev.sigstore.rekor.client.RekorClientHttp;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.rekor.client.RekorParseException;
import dev.sigstore.rekor.v2.client.RekorV2ClientHttp;
import dev.sigstore.timestamp.client.HashAlgorithm;
import dev.sigstore.timestamp.client.ImmutableTimestampRequest;
import dev.sigstore.timestamp.client.TimestampClientHttp;
import dev.sigstore.timestamp.client.TimestampException;
import dev.sigstore.trustroot.Service;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.security.cert.CertPath;
import java.security.cert.CertificateException;
import java.time.Duration;

/** The three services of an instance, asked by sigstore-java's clients. What they answer is not judged here. */
final class Services {
    private static final int REKOR_V1 = 1;

    private final Instance instance;
    private final Duration patience;

    Services(Instance instance, Duration patience) {
        this.instance = instance;
        this.patience = patience;
    }

    /** The certificate, DER, that the authority issues for {@code key} to whom {@code token} names. */
    Bytes certify(OneTimeKey key, IdentityToken token) {
        Service service = instance.authority();
        ServiceFailures failures = new ServiceFailures("the certificate authority", service);
        try {
            CertPath path = FulcioClientGrpc.builder()
                    .setService(service)
                    .setHttpParams(parameters(service))
                    .build()
                    .signingCertificate(CertificateRequest.newCertificateRequest(
                            key.published(),
                            token.compact(),
                            key.prove(token.subject()).toArray()));
            return Bytes.owned(Certificates.getLeaf(path).getEncoded());
        } catch (StatusRuntimeException status) {
            throw failures.of(status, token);
        } catch (CertificateException | UnsupportedAlgorithmException | RuntimeException unreadable) {
            throw failures.unreadable(unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failures.interrupted();
        }
    }

    /** The authority's response, DER, that {@code signature} existed. */
    Bytes stamp(SignatureBytes signature) {
        Service service = instance.timestamps();
        ServiceFailures failures = new ServiceFailures("the timestamp authority", service);
        try {
            return Bytes.owned(TimestampClientHttp.builder()
                    .setService(service)
                    .setHttpParams(parameters(service))
                    .build()
                    .timestamp(ImmutableTimestampRequest.builder()
                            .hashAlgorithm(HashAlgorithm.SHA256)
                            .hash(Hashing.of(signature.bytes()).bytes().toArray())
                            .build())
                    .getEncoded());
        } catch (TimestampException | IOException failed) {
            throw failures.of(failed);
        } catch (RuntimeException unreadable) {
            throw failures.unreadable(unreadable);
        }
    }

    /** The log's entry about the signature. */
    LogEntry log(Digest artifact, SignatureBytes signature, Bytes certificate) {
        Service service = instance.log();
        ServiceFailures failures = new ServiceFailures("the transparency log", service);
        try {
            RekorEntry entry = service.getApiVersion() == REKOR_V1
                    ? logV1(service, artifact, signature, certificate)
                    : logV2(service, artifact, signature, certificate);
            return LoggedEntry.read(entry);
        } catch (IOException failed) {
            throw failures.of(failed);
        } catch (RekorParseException | RuntimeException unreadable) {
            throw failures.unreadable(unreadable);
        }
    }

    private RekorEntry logV2(Service service, Digest artifact, SignatureBytes signature, Bytes certificate)
            throws IOException, RekorParseException {
        Verifier verifier = Verifier.newBuilder()
                .setX509Certificate(X509Certificate.newBuilder().setRawBytes(Protobuf.of(certificate)))
                .setKeyDetails(PublicKeyDetails.PKIX_ECDSA_P256_SHA_256)
                .build();
        HashedRekordRequestV002 request = HashedRekordRequestV002.newBuilder()
                .setDigest(Protobuf.of(artifact.bytes()))
                .setSignature(Signature.newBuilder()
                        .setContent(Protobuf.of(signature.bytes()))
                        .setVerifier(verifier))
                .build();
        return RekorV2ClientHttp.builder()
                .setService(service)
                .setHttpParams(parameters(service))
                .build()
                .putEntry(request);
    }

    private RekorEntry logV1(Service service, Digest artifact, SignatureBytes signature, Bytes certificate)
            throws IOException, RekorParseException {
        HashedRekordRequest request = HashedRekordRequest.newHashedRekordRequest(
                artifact.bytes().toArray(),
                Bytes.utf8(Pem.encode("CERTIFICATE", certificate)).toArray(),
                signature.bytes().toArray());
        return RekorClientHttp.builder()
                .setService(service)
                .setHttpParams(parameters(service))
                .build()
                .putEntry(request)
                .getEntry();
    }

    /** Without TLS only where the address says so, which {@link Instance} allows on this machine only. */
    private HttpParams parameters(Service service) {
        return ImmutableHttpParams.builder()
                .timeout(Math.toIntExact(patience.toSeconds()))
                .allowInsecureConnections("http".equals(service.getUrl().getScheme()))
                .build();
    }
}
