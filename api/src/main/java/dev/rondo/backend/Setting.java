package dev.rondo.backend;

import java.util.Optional;

/**
 * What a system property says or, where it is not set, an environment variable.
 *
 * @param value what it says; may be blank
 * @param origin which of the two it was, in words
 */
record Setting(String value, String origin) {
    /** The value that counts; empty when neither is set. */
    static Optional<Setting> of(String property, String variable) {
        return ofProperty(property).or(() -> ofVariable(variable));
    }

    /** What the property says alone. */
    static Optional<Setting> ofProperty(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .map(value -> new Setting(value, "system property " + name));
    }

    /** What the environment variable says alone. */
    static Optional<Setting> ofVariable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .map(value -> new Setting(value, "environment variable " + name));
    }
}
