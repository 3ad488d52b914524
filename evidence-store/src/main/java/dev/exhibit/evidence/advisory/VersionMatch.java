package dev.exhibit.evidence.advisory;

import dev.exhibit.crypto.json.Json;
import java.util.Optional;

/** What an advisory says about one version. What cannot be decided is unknown, never "outside". */
public sealed interface VersionMatch {
    /** How it reads in documents; {@code result} is {@code inside}, {@code outside} or {@code unknown}. */
    Json.Obj toJson();

    /**
     * Within a range.
     *
     * @param type of the range, as OSV names it
     * @param introduced where the range begins
     * @param end where it ends, if it does
     */
    record InRange(String type, String introduced, Optional<VersionEvent> end) implements VersionMatch {
        @Override
        public Json.Obj toJson() {
            Json.Obj range = Json.object().with("type", type).with("introduced", introduced);
            return result("inside")
                    .with(
                            "range",
                            end.map(last -> range.with(last.kind().wire(), last.version()))
                                    .orElse(range));
        }
    }

    /** Named one by one. */
    record Listed(String version) implements VersionMatch {
        @Override
        public Json.Obj toJson() {
            return result("inside").with("listed", version);
        }
    }

    /** In no range and in no list, or of another release than the advisory is about. */
    record Outside(boolean otherRelease) implements VersionMatch {
        /** Within the release. */
        Outside() {
            this(false);
        }

        @Override
        public Json.Obj toJson() {
            return otherRelease ? result("outside").with("reason", "another release") : result("outside");
        }
    }

    /**
     * Not to be decided.
     *
     * @param reason why, in words
     */
    record Unknown(String reason) implements VersionMatch {
        @Override
        public Json.Obj toJson() {
            return result("unknown").with("reason", reason);
        }
    }

    private static Json.Obj result(String result) {
        return Json.object().with("result", result);
    }
}
