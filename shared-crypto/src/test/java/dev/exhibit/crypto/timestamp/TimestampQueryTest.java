package dev.exhibit.crypto.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimestampQueryTest {
    private static final String HASH = "ab".repeat(32);
    private static final String IMPRINT = "3031300d060960864801650304020105000420" + HASH;

    @ParameterizedTest
    @EnumSource
    void whatAnotherHandWritesIsRead(HashAlgorithm algorithm) throws Exception {
        TimeStampRequestGenerator asking = new TimeStampRequestGenerator();
        asking.setCertReq(true);
        asking.setReqPolicy(new ASN1ObjectIdentifier("1.2.3.4"));
        byte[] hash = new byte[algorithm.size()];
        BigInteger nonce = BigInteger.TWO.pow(159);
        TimeStampRequest made = asking.generate(new ASN1ObjectIdentifier(algorithm.oid()), hash, nonce);
        TimestampQuery query = TimestampQuery.decode(Bytes.owned(made.getEncoded()));
        assertThat(query)
                .isEqualTo(new TimestampQuery(
                        algorithm, Bytes.of(hash), Optional.of("1.2.3.4"), Optional.of(nonce), true));
        assertThat(TimestampQuery.decode(query.encode())).isEqualTo(query);
    }

    @Test
    void theShortestHasAnImprintOnly() {
        TimestampQuery query = TimestampQuery.decode(Hex.decode("3036020101" + IMPRINT));
        assertThat(query)
                .isEqualTo(new TimestampQuery(
                        HashAlgorithm.SHA256, Hex.decode(HASH), Optional.empty(), Optional.empty(), false));
        assertThat(query.encode()).isEqualTo(Hex.decode("3036020101" + IMPRINT));
    }

    @Test
    void anythingElseIsRefused() {
        refused("expected tag 30", sequence("020101"));
        refused("version", sequence("020102", IMPRINT));
        refused("bytes too many", Bytes.concat(sequence("020101", IMPRINT), Hex.decode("00")));
        refused("default", sequence("020101", IMPRINT, "010100"));
        refused("neither 00 nor FF", sequence("020101", IMPRINT, "010101"));
        refused("negative", sequence("020101", IMPRINT, "0201ff"));
        refused("minimal", sequence("020101", IMPRINT, "02020001"));
        refused("at most 20 bytes", sequence("020101", IMPRINT, "0215" + "01".repeat(21)));
        refused("extensions", sequence("020101", IMPRINT, "a000"));
        refused("hash algorithm", sequence("020101", "3021300906052b0e03021a05000414" + "00".repeat(20)));
        refused("length of its hash", sequence("020101", "302f300b0609608648016503040203" + "0420" + HASH));
        refused("above 512 bytes", sequence("020101", "0482" + "0200" + "00".repeat(512)));
    }

    private static Bytes sequence(String... parts) {
        return DerWriter.element(
                Der.SEQUENCE, Arrays.stream(parts).map(Hex::decode).toArray(Bytes[]::new));
    }

    private static void refused(String why, Bytes query) {
        assertThatThrownBy(() -> TimestampQuery.decode(query))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }
}
