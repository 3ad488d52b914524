package dev.exhibit.boundary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.problem.StartRefusedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who else stamps: nobody, unless it is named with its keys. */
class TimestampSettingsTest {
    private static final String ONE = "{'name':'one','url':'http://a/tsr','chains':['/1.pem']}";
    private static final String TWO = "{'name':'two','url':'http://b','chains':['/2.pem']}";

    @Test
    void theDefaultIsNobodyAndAllOfThoseThatAreNamed() {
        assertThat(timestamps("{}")).isEqualTo(TimestampSettings.none());
        assertThat(timestamps("{'external':[ONE,TWO]}").demand()).isEqualTo(2);
        assertThat(timestamps("{'external':[ONE,TWO],'demand':1}").demand()).isEqualTo(1);
        String retired = TWO.replace("}", ",'ask':false}");
        assertThat(timestamps("{'external':[ONE," + retired + "]}").demand()).isEqualTo(1);
        assertThat(timestamps("{'external':[" + retired + "]}").demand()).isZero();
    }

    @Test
    void everyFileIsTold() {
        assertThat(timestamps("{'external':[ONE,TWO],'authorities':'/t.pem'}")
                        .files()
                        .values())
                .containsExactlyInAnyOrder(Path.of("/1.pem"), Path.of("/2.pem"), Path.of("/t.pem"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'demand':1} | timestamps.demand is 1, and timestamps.external names 0",
                "{'external':[ONE],'demand':2} | timestamps.demand is 2, and timestamps.external names 1",
                "{'external':[ONE],'demand':0} | demand from 1 to all of them",
                "{'external':[{'name':'x','url':'http://a','chains':['/1'],'ask':false}],'demand':1} | names 0 auth",
                "{'external':[ONE,ONE]} | a name or URL is given twice",
                "{'external':[ONE,{'name':'x','url':'http://a/tsr','chains':['/1.pem']}]} | a name or URL is given twice",
                "{'external':[ONE,ONE,ONE,ONE,ONE,ONE,ONE,ONE]} | name at most 7",
                "{'external':[{'name':'x','url':'http://a'}]} | expected a file with certificates",
                "{'external':[{'name':'x','url':'http://a','chains':[]}]} | expected a file with certificates",
                "{'external':[{'name':'x','url':'http://a','chains':['rel.pem']}]} | expected an absolute path",
                "{'external':[{'name':'x','url':'ftp://a','chains':['/1']}]} | timestamps.external[0].url",
                "{'external':[{'name':'x','url':'http://u@a','chains':['/1']}]} | timestamps.external[0].url",
                "{'external':[{'name':'X','url':'http://a','chains':['/1']}]} | expected 1 to 63 of a-z 0-9 -",
                "{'external':[{'name':'database','url':'http://a','chains':['/1']}]} | expected 1 to 63 of a-z 0-9 -",
                "{'external':[{'name':'x','url':'http://a','chains':['/1'],'policy':'1.02'}]} | object identifier",
                "{'external':[{'name':'x','url':'http://a','chains':['/1'],'nonce':false}]} | unknown key",
                "{'externals':[]} | unknown key"
            })
    void whatDoesNotFitIsRefused(String section, String message) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> timestamps(section))
                .withMessageContaining(message);
    }

    private static TimestampSettings timestamps(String section) {
        String full = section.replace("ONE", ONE).replace("TWO", TWO);
        return Sample.read(("{'timestamps':" + full + "}").replace('\'', '"')).timestamps();
    }
}
