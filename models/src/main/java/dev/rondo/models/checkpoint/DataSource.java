package dev.rondo.models.checkpoint;

/**
 * The data a model was trained on, so that a result can be told from one on other data.
 *
 * @param name file name, or what generated it
 * @param sha256 SHA-256 of its bytes, lower-case hexadecimal; of a generator, that of a fixed
 *     sample of what it generates
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
