package dev.rondo.backend;

/** Whether something can be used here. If not, the reason and what the user can do about it. */
public sealed interface Availability {
    /** It can be used. */
    record Available() implements Availability {}

    /**
     * It cannot be used.
     *
     * @param reason what is missing or broken
     * @param remedy what the user can do
     */
    record Unavailable(String reason, String remedy) implements Availability {}

    /** It can be used. */
    static Availability yes() {
        return new Available();
    }

    /** It cannot be used. */
    static Availability no(String reason, String remedy) {
        return new Unavailable(reason, remedy);
    }

    /** Whether it can be used. */
    default boolean isAvailable() {
        return this instanceof Available;
    }
}
