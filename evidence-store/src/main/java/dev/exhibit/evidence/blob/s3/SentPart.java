package dev.exhibit.evidence.blob.s3;

/**
 * A part that the server has.
 *
 * @param number from 1
 * @param etag what the server calls it
 * @param checksum ours
 */
record SentPart(int number, String etag, String checksum) {
    io.minio.messages.Part described() {
        return new io.minio.messages.Part(number, etag, null, null, null, null, checksum);
    }
}
