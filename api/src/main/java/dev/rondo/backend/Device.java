package dev.rondo.backend;

/**
 * Something that can run programs.
 *
 * @param backend name of the backend, such as {@code simd}
 * @param name name within the backend, such as {@code cpu} or {@code opencl:0}
 * @param description text for people: hardware, vector width, memory
 * @param availability whether it can be used here
 * @param resources its memory and the width of its vectors
 */
public record Device(
        String backend,
        String name,
        String description,
        Availability availability,
        Resources resources) {
    /** A device of which nothing is known in numbers. */
    public Device(String backend, String name, String description, Availability availability) {
        this(backend, name, description, availability, Resources.unknown());
    }

    /** {@code backend:name}, as options take it. */
    public String id() {
        return backend + ":" + name;
    }
}
