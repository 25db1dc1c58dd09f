package dev.rondo.backend;

/** Whether something can be used here; if not, why, and what to do about it. */
public sealed interface Availability {
    /** It can. */
    record Available() implements Availability {}

    /**
     * It cannot.
     *
     * @param reason what is missing or broken
     * @param remedy what the user can do
     */
    record Unavailable(String reason, String remedy) implements Availability {}

    /** It can. */
    static Availability yes() {
        return new Available();
    }

    /** It cannot. */
    static Availability no(String reason, String remedy) {
        return new Unavailable(reason, remedy);
    }

    /** Whether it can. */
    default boolean isAvailable() {
        return this instanceof Available;
    }
}
