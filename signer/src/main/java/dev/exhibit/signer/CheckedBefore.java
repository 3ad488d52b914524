package dev.exhibit.signer;

import dev.exhibit.crypto.json.Json;

/**
 * Bytes that were read and had the digest when the order was accepted. Only the signer makes one, of a row that it wrote itself
 * after that; nobody can ask for it.
 *
 * @param described as the source was
 * @param checked what was hashed
 */
record CheckedBefore(Json.Obj described, Signed.Checked checked) implements ArtifactInput {
    @Override
    public Json.Obj describe() {
        return described;
    }

    @Override
    public Signed.Checked checked() {
        return checked;
    }
}
