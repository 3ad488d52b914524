package dev.exhibit.evidence.blob.s3.nio2blob;

import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;

/** s3proxy as a program, with its objects in a folder: the one it has for that answers no question for versions. */
public final class ProxyProgram {
    private ProxyProgram() {}

    /** @param arguments folder, endpoint, access key, secret */
    public static void main(String[] arguments) throws Exception {
        S3Proxy.builder()
                .blobStore(new FolderStore(Path.of(arguments[0])))
                .endpoint(URI.create(arguments[1]))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, arguments[2], arguments[3])
                .build()
                .start();
    }

    /** Buckets are folders; versions are kept in extended attributes, as in memory. */
    private static final class FolderStore extends AbstractNio2BlobStore {
        FolderStore(Path root) {
            super(root);
        }

        @Override
        public boolean supportsVersioning() {
            return true;
        }
    }
}
