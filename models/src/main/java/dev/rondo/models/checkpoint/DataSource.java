package dev.rondo.models.checkpoint;

/**
 * The data that a model was trained on, so that results on different data can be told apart.
 *
 * @param name file name, or the name of the generator
 * @param sha256 SHA-256 of its bytes, in lower-case hexadecimal; for a generator, of a fixed sample
 *     of what it generates
 * @param bytes how many bytes were hashed
 */
public record DataSource(String name, String sha256, long bytes) {
    Configuration toJson() {
        return Configuration.empty().with("name", name).with("sha256", sha256).with("bytes", bytes);
    }

    static DataSource parse(Configuration c) {
        return new DataSource(c.text("name"), c.text("sha256"), c.integer("bytes"));
    }
}
