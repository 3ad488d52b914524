package dev.exhibit.boundary.testing;

import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A JSON Web Token of any kind, good ones and bad ones. Each method changes this one. */
public final class TestJwt {
    private Json.Obj header;
    private Json.Obj claims;
    private String more = "";
    private Function<String, String> signature;

    private TestJwt(Json.Obj header, Json.Obj claims, Function<String, String> signature) {
        this.header = header;
        this.claims = claims;
        this.signature = signature;
    }

    /** One that {@code key} signs, with what ES256 needs. */
    public static TestJwt signedBy(ThrowawayKey key, Json.Obj header, Json.Obj claims) {
        return new TestJwt(header.with("alg", "ES256"), claims, es256(key));
    }

    /** Another ES256 key signs; the header stays. */
    public TestJwt signedBy(ThrowawayKey key) {
        signature = es256(key);
        return this;
    }

    /** Another algorithm signs, and the header says so. */
    public TestJwt signedBy(JwsAlgorithm algorithm, ThrowawayKey key) {
        header = header.with("alg", algorithm.wire());
        signature = input -> Base64Url.encode(key.sign(Bytes.utf8(input)).bytes());
        return this;
    }

    /** Says that it is signed with {@code algorithm} and has {@code made} of the signing input as signature. */
    public TestJwt signedAs(String algorithm, Function<Bytes, Bytes> made) {
        header = header.with("alg", algorithm);
        signature = input -> Base64Url.encode(made.apply(Bytes.utf8(input)));
        return this;
    }

    public TestJwt header(String name, Json value) {
        header = header.with(name, value);
        return this;
    }

    public TestJwt withoutHeader(String name) {
        header = without(header, name);
        return this;
    }

    public TestJwt claim(String name, Json value) {
        claims = claims.with(name, value);
        return this;
    }

    public TestJwt claim(String name, String value) {
        return claim(name, Json.text(value));
    }

    public TestJwt claim(String name, Instant time) {
        return claim(name, Json.number(time.getEpochSecond()));
    }

    public TestJwt without(String name) {
        claims = without(claims, name);
        return this;
    }

    /** Adds members as text at the end of the claims, such as {@code "sub":"other"}: so a member can stand there twice. */
    public TestJwt rawClaims(String members) {
        more = "," + members;
        return this;
    }

    /** Makes the text longer, to exactly this many characters or up to two more. */
    public TestJwt paddedTo(int size) {
        claim("padding", "");
        int missing = size - text().length();
        return claim("padding", "x".repeat(Math.max(0, missing * 3 / 4)));
    }

    /** The compact form. */
    public String text() {
        String payload = CanonicalJson.of(claims).bytes().asLenientText();
        String whole = payload.substring(0, payload.length() - 1) + more + "}";
        String input = Base64Url.encode(CanonicalJson.of(header).bytes()) + "." + Base64Url.encode(Bytes.utf8(whole));
        return input + "." + signature.apply(input);
    }

    private static Function<String, String> es256(ThrowawayKey key) {
        // Made by the library's own writer, over the input that is wanted: the last part is the signature.
        return input -> {
            String signed =
                    Jws.sign(JwsAlgorithm.ES256, Json.object(), Bytes.empty(), ignored -> key.sign(Bytes.utf8(input)));
            return signed.substring(signed.lastIndexOf('.') + 1);
        };
    }

    private static Json.Obj without(Json.Obj object, String name) {
        Map<String, Json> members = new LinkedHashMap<>(object.members());
        members.remove(name);
        return new Json.Obj(members);
    }
}
