package dev.exhibit.evidence.blob.s3;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** An S3 server in this process, with its objects in memory: s3proxy. */
final class ProxyServer implements AutoCloseable {
    private static final String ACCESS = "exhibit";
    private static final String SECRET = "a secret of tests";

    private final S3Proxy proxy;

    private ProxyServer(S3Proxy proxy) {
        this.proxy = proxy;
    }

    static ProxyServer start() {
        return start(AuthenticationType.AWS_V2_OR_V4);
    }

    /** One that lets everybody in and checks no signature. */
    static ProxyServer credulous() {
        return start(AuthenticationType.NONE);
    }

    private static ProxyServer start(AuthenticationType authentication) {
        try {
            S3Proxy.Builder builder = S3Proxy.builder()
                    .blobStore(new TransientNio2BlobStore())
                    .endpoint(URI.create("http://127.0.0.1:0"));
            S3Proxy proxy = authentication == AuthenticationType.NONE
                    ? builder.build()
                    : builder.awsAuthentication(authentication, ACCESS, SECRET).build();
            proxy.start();
            return new ProxyServer(proxy);
        } catch (Exception failed) {
            throw new IllegalStateException("s3proxy does not start", failed);
        }
    }

    int port() {
        return proxy.getPort();
    }

    TestBucket.Server server() {
        return new TestBucket.Server("http://127.0.0.1:" + port(), ACCESS, SECRET);
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("s3proxy does not stop", failed);
        }
    }
}
