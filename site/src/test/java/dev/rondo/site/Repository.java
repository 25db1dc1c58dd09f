package dev.rondo.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small repository of documentation, for tests to damage. */
record Repository(Path root) {
    /** One in which every link has its target. */
    static Repository sound(Path root) throws IOException {
        return new Repository(root)
                .with("README.md", "# Home\n\n[Documentation](docs/README.md)\n")
                .with("docs/README.md", "# Index\n\n## Pages\n\n1. [a](a.md)\n2. [b](b.md)\n")
                .with("docs/a.md", "# First\n\n## A part\n")
                .with("docs/b.md", "# Second\n");
    }

    /** Writes a file. */
    Repository with(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** A file of the site that is made of it. */
    String made(String address) throws IOException {
        return new String(Site.of(root).files().get(address), StandardCharsets.UTF_8);
    }
}
