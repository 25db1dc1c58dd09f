package dev.rondo.backend;

/**
 * Something that can run programs.
 *
 * @param backend name of the backend, such as {@code simd}
 * @param name name within the backend, such as {@code cpu} or {@code opencl:0}
 * @param description text for people: hardware, vector width, memory
 * @param availability whether it can be used here
 */
public record Device(String backend, String name, String description, Availability availability) {
    /** {@code backend:name}, as options take it. */
    public String id() {
        return backend + ":" + name;
    }
}
