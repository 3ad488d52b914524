package dev.exhibit.crypto.x509;

/** The object identifiers that certificates of this field use. */
public final class Oids {
    public static final String KEY_USAGE = "2.5.29.15";
    public static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    public static final String BASIC_CONSTRAINTS = "2.5.29.19";
    public static final String NAME_CONSTRAINTS = "2.5.29.30";
    public static final String EXTENDED_KEY_USAGE = "2.5.29.37";

    /** RFC 5280 section 4.2.1.12. */
    public static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

    public static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

    /** RFC 6962 section 3.3. */
    public static final String CERTIFICATE_TIMESTAMPS = "1.3.6.1.4.1.11129.2.4.2";

    /** Fulcio's issuer of the identity token as bare text, replaced by {@link #ISSUER}. */
    public static final String ISSUER_BARE = "1.3.6.1.4.1.57264.1.1";

    /** Fulcio's issuer of the identity token, a DER UTF8String. */
    public static final String ISSUER = "1.3.6.1.4.1.57264.1.8";

    /** Fulcio's user name as an otherName of the subject alternative name. */
    public static final String USER_NAME = "1.3.6.1.4.1.57264.1.7";

    private Oids() {}
}
