package dev.exhibit.crypto.dsse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.EcdsaSignature;
import dev.exhibit.crypto.key.KeyType;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final String TYPE = "http://example.com/HelloWorld";
    private static final Bytes PAYLOAD = Bytes.utf8("hello world");
    private static final SignatureBytes SIGNATURE = new SignatureBytes(Bytes.utf8("signature"));

    private static Envelope read(String json) {
        return Envelope.read(JsonReader.readObject(Bytes.utf8(json), JsonLimits.BUNDLE));
    }

    /** The test vector of the DSSE specification (protocol.md): encoding, key and signature. */
    @Test
    void theVectorOfTheSpecification() {
        assertThat(Envelope.signedBytes(TYPE, PAYLOAD))
                .isEqualTo(Bytes.utf8("DSSEv1 29 http://example.com/HelloWorld 11 hello world"));
        String point = "%064x%064x"
                .formatted(
                        new BigInteger("46950820868899156662930047687818585632848591499744589407958293238635476079160"),
                        new BigInteger("5640078356564379163099075877009565129882514886557779369047442380624545832820"));
        VerificationKey key =
                new VerificationKey(Hex.decode("3059301306072a8648ce3d020106082a8648ce3d03010703420004" + point));
        Bytes signature = StrictBase64.decode(
                "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==");
        key.verify(
                Envelope.signedDigest(TYPE, PAYLOAD),
                EcdsaSignature.ofP1363(signature, KeyType.EC_P256).der());
    }

    @Test
    void theDigestIsOverTheEncodingAndLengthsAreInBytes() {
        Bytes umlauts = Bytes.utf8("äö");
        assertThat(Envelope.signedBytes("t", umlauts)).isEqualTo(Bytes.utf8("DSSEv1 1 t 4 äö"));
        assertThat(Envelope.signedDigest("t", umlauts)).isEqualTo(Hashing.of(Envelope.signedBytes("t", umlauts)));
        assertThat(Envelope.signedDigest("t", Bytes.empty())).isEqualTo(Hashing.of(Bytes.utf8("DSSEv1 1 t 0 ")));
    }

    @Test
    void theJsonFormComesBack() {
        Envelope envelope = new Envelope(TYPE, PAYLOAD, SIGNATURE);
        Json.Obj json = envelope.toJson();
        assertThat(Envelope.read(ObjectReader.of(json, ""))).isEqualTo(envelope);
    }

    @Test
    void aKeyidIsNotKept() {
        String form = "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{%s\"sig\":\"\"}]}";
        assertThat(read(form.formatted("\"keyid\":\"whoever\",")).toJson())
                .isEqualTo(read(form.formatted("")).toJson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"payload\":\"\",\"payloadType\":\"t\"}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"},{\"sig\":\"\"}]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\",\"more\":\"\"}]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"QR==\"}]}",
                "{\"payload\":\"QR==\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payload\":\"\",\"payloadType\":\"a b\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"}],\"x\":1}"
            })
    void otherFormsAreRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedException.class);
    }
}
