package dev.rondo.backend.tornado;

import dev.rondo.backend.Availability.Unavailable;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why TornadoVM cannot be used, as far as this can be known without loading one of its classes:
 * from the directory that is named as its home, and from how Java was started.
 */
final class Installation {
    /** Environment variable that names the directory of the SDK. */
    static final String VARIABLE = "TORNADOVM_HOME";

    /** System property that names the directory; it has priority over the variable. */
    static final String PROPERTY = "rondo.tornado.home";

    /** System property in which the launcher reports why Java did not accept the argument file. */
    static final String REFUSED = "rondo.tornado.refused";

    /** The system property of TornadoVM that must be {@code false}. */
    static final String BAILOUT = "tornado.recover.bailout";

    private static final String MODULE = "tornado.api";
    private static final int JDK = Runtime.version().feature();
    private static final String ARGUMENTS = "tornado-argfile";
    private static final Pattern API = Pattern.compile("tornado-api-(\\d.*)\\.jar");
    private static final String WANTED = "TornadoVM 6.0 or later, or 5.2.0 for JDK 25,";
    private static final String INSTALL =
            "install "
                    + WANTED
                    + " and let "
                    + VARIABLE
                    + " name its directory (docs/guides/tornadovm.md)";

    private Installation() {}

    /** The place of TornadoVM's API; nothing when Java was started without it. */
    private static Optional<URI> api() {
        return ModuleLayer.boot()
                .configuration()
                .findModule(MODULE)
                .flatMap(m -> m.reference().location());
    }

    /** The version with which Java was started, and what its line has. */
    static String loaded() {
        String version = api().map(Installation::version).orElse("");
        return TornadoLine.of(version).map(line -> line.describe(version)).orElse(version);
    }

    /** The version in the name of the API's jar, or that name itself. */
    private static String version(URI api) {
        String jar = Path.of(api).getFileName().toString();
        Matcher m = API.matcher(jar);
        return m.matches() ? m.group(1) : jar;
    }

    /** The problem here, or nothing. */
    static Optional<Unavailable> problem() {
        return api().map(api -> unsuitable(api, System.getProperty(BAILOUT)))
                .orElseGet(
                        () ->
                                Optional.of(
                                        absent(
                                                System.getProperty(PROPERTY, home()),
                                                System.getProperty(REFUSED))));
    }

    private static String home() {
        String home = System.getenv(VARIABLE);
        return home == null ? "" : home;
    }

    /** The problem with the SDK with which Java was started. */
    static Optional<Unavailable> unsuitable(URI api, String bailout) {
        String version = version(api);
        if (TornadoLine.of(version).isEmpty()) {
            return Optional.of(otherVersion(version));
        }
        if (!"false".equalsIgnoreCase(bailout)) {
            return Optional.of(
                    new Unavailable(
                            String.format(
                                    Locale.ROOT,
                                    "%s is %s: TornadoVM would answer errors with numbers of its own",
                                    BAILOUT,
                                    bailout == null ? "not set" : bailout),
                            "start Java with -D" + BAILOUT + "=false"));
        }
        return Optional.empty();
    }

    /**
     * Why Java was started without an SDK.
     *
     * @param home the directory that is named; empty for none
     * @param refused Java's answer to the argument file; null when Java was not asked
     */
    static Unavailable absent(String home, String refused) {
        if (home.isBlank()) {
            return new Unavailable("TornadoVM is not set up: " + VARIABLE + " is not set", INSTALL);
        }
        Path directory = Path.of(home);
        if (!Files.isDirectory(directory)) {
            return new Unavailable(
                    String.format(
                            Locale.ROOT, "%s names %s, which is no directory", VARIABLE, home),
                    INSTALL);
        }
        String version = version(directory.resolve("share/java/tornado"));
        if (version == null) {
            return new Unavailable(
                    String.format(
                            Locale.ROOT,
                            "%s names %s, which is no SDK of TornadoVM: there is no %s",
                            VARIABLE,
                            home,
                            "share/java/tornado/tornado-api-….jar"),
                    INSTALL);
        }
        if (TornadoLine.of(version).isEmpty()) {
            return otherVersion(version);
        }
        Path arguments = directory.resolve(ARGUMENTS);
        if (!Files.isReadable(arguments)) {
            return new Unavailable(
                    String.format(Locale.ROOT, "%s is missing or cannot be read", arguments),
                    Files.exists(directory.resolve(ARGUMENTS + ".template"))
                            ? String.format(
                                    Locale.ROOT,
                                    "make it: envsubst <%1$s.template >%1$s",
                                    arguments)
                            : INSTALL);
        }
        if (refused != null) {
            return new Unavailable(
                    String.format(
                            Locale.ROOT, "Java does not start with %s: %s", arguments, refused),
                    remedy(arguments, refused));
        }
        return new Unavailable(
                "Java was started without the argument file of TornadoVM",
                String.format(
                        Locale.ROOT,
                        "use ./rondo with --backend tornado, or start Java with @%s -D%s=false",
                        arguments,
                        BAILOUT));
    }

    private static Unavailable otherVersion(String found) {
        return new Unavailable(
                "Rondo does not run on TornadoVM " + found + " with JDK " + JDK, INSTALL);
    }

    /** What helps when Java refuses an argument file. */
    private static String remedy(Path arguments, String refused) {
        if (refused.contains("Unrecognized")) {
            return String.format(
                    Locale.ROOT,
                    "%s was made for another JDK than this one (%d): make it anew with the SDK's own"
                            + " means (docs/guides/tornadovm.md)",
                    arguments,
                    JDK);
        }
        List<String> gone = absentDirectories(arguments);
        return gone.isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "correct that file or the SDK; java @%s -version must run",
                        arguments)
                : String.format(
                        Locale.ROOT,
                        "%s names directories that do not exist, such as %s: the SDK was moved; make"
                                + " the file anew (docs/guides/tornadovm.md)",
                        arguments,
                        gone.getFirst());
    }

    /** The absolute directories on the module paths of an argument file that do not exist. */
    private static List<String> absentDirectories(Path arguments) {
        try (Stream<String> lines = Files.lines(arguments)) {
            return lines.map(String::strip)
                    .filter(line -> line.matches("--(upgrade-)?module-path[ =].*"))
                    .flatMap(line -> Stream.of(line.split("[ =]", 2)[1].split(File.pathSeparator)))
                    .map(entry -> entry.replace("\"", "").strip())
                    .filter(entry -> Path.of(entry).isAbsolute() && !Files.exists(Path.of(entry)))
                    .toList();
        } catch (IOException | UncheckedIOException | InvalidPathException _) {
            return List.of();
        }
    }

    /** The version in the name of the API's jar; null when there is none. */
    private static String version(Path jars) {
        try (Stream<Path> files = Files.list(jars)) {
            return files.map(f -> API.matcher(f.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(m -> m.group(1))
                    .findFirst()
                    .orElse(null);
        } catch (IOException _) {
            return null;
        }
    }
}
