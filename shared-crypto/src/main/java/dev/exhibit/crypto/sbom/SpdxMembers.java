package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The members of SPDX 2.3's packages and relationships, as its JSON schema names them. */
final class SpdxMembers {
    /** The name that every document has for itself. */
    static final String DOCUMENT = "SPDXRef-DOCUMENT";

    static final Set<String> RELATIONSHIP =
            Set.of("comment", "relatedSpdxElement", "relationshipType", "spdxElementId");

    private static final List<String> PACKAGE_TEXTS = List.of(
            "builtDate",
            "comment",
            "copyrightText",
            "description",
            "homepage",
            "licenseComments",
            "licenseConcluded",
            "licenseDeclared",
            "originator",
            "packageFileName",
            "primaryPackagePurpose",
            "releaseDate",
            "sourceInfo",
            "summary",
            "supplier",
            "validUntilDate",
            "versionInfo");
    private static final Set<String> REFERENCE =
            Set.of("comment", "referenceCategory", "referenceLocator", "referenceType");
    private static final int MANY = JsonLimits.DOCUMENT.members();

    private SpdxMembers() {}

    /** Checks a package; answers its package URLs. */
    static List<String> readPackage(ObjectReader reader) {
        reader.text("name");
        reader.text("downloadLocation");
        PACKAGE_TEXTS.forEach(reader::optionalText);
        reader.optionalFlag("filesAnalyzed");
        reader.optionalObject("packageVerificationCode");
        reader.texts("attributionTexts", MANY);
        reader.texts("licenseInfoFromFiles", MANY);
        reader.texts("hasFiles", MANY);
        reader.objects("annotations", MANY);
        for (ObjectReader checksum : reader.objects("checksums", MANY)) {
            checksum.text("algorithm");
            checksum.text("checksumValue");
            checksum.end();
        }
        List<String> purls = new ArrayList<>();
        for (ObjectReader reference : reader.objects("externalRefs", MANY)) {
            reference.text("referenceCategory");
            String locator = reference.text("referenceLocator");
            if (reference.text("referenceType").equals("purl")) {
                purls.add(locator);
            }
            requireKnown(reference, REFERENCE);
        }
        reader.end();
        return purls;
    }

    /** {@code SPDXID} of an element. */
    static String id(ObjectReader element) {
        return element.parsed("SPDXID", SpdxMembers::id);
    }

    private static String id(String text) {
        if (!text.startsWith("SPDXRef-") || text.equals(DOCUMENT)) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "expected a name that begins with SPDXRef-, other than the document's");
        }
        return text;
    }

    static String text(Json item, String pointer) {
        if (item instanceof Json.Text text) {
            return text.value();
        }
        throw new MalformedException(Reason.WRONG_TYPE, pointer, "expected a string");
    }

    /** Refuses members that SPDX does not have. */
    static void requireKnown(ObjectReader reader, Set<String> known) {
        for (String name : reader.names()) {
            if (!known.contains(name)) {
                throw new MalformedException(
                        Reason.UNKNOWN_MEMBER, reader.pointerTo(name), "SPDX 2.3 has no such member here");
            }
        }
    }
}
