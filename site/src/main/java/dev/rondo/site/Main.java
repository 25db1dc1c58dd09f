package dev.rondo.site;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the site. {@code scripts/site} calls it. */
public final class Main {
    private Main() {}

    /** The arguments are the root of the repository and the folder to write to. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        try {
            Site.of(Path.of(args[0])).write(folder);
        } catch (SiteException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        System.out.println(folder.resolve(Site.HOME));
    }
}
