package dev.exhibit.evidence.version;

import java.util.Optional;

/** The orders of versions that are known here; each is named as package URLs name it. */
public enum VersionScheme {
    MAVEN("maven", "maven"),
    NPM("npm", "npm"),
    PYPI("pypi", "pypi"),
    GO("golang", "golang"),
    /** Semantic Versioning, as npm. */
    CARGO("cargo", "npm"),
    NUGET("nuget", "nuget"),
    COMPOSER("composer", "composer"),
    DEB("deb", "deb"),
    RPM("rpm", "rpm"),
    APK("apk", "apk");

    private final String type;
    private final String library;

    VersionScheme(String type, String library) {
        this.type = type;
        this.library = library;
    }

    /** What the library calls this order. */
    String library() {
        return library;
    }

    /** The order of what package URLs of {@code type} name, if it is known. */
    public static Optional<VersionScheme> ofType(String type) {
        for (VersionScheme scheme : values()) {
            if (scheme.type.equals(type)) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }
}
