package dev.rondo.backend.tornado;

import dev.rondo.backend.Availability.Unavailable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final String ARGUMENTS = "tornado-argfile";
    private static final Pattern API = Pattern.compile("tornado-api-(\\d.*)\\.jar");
    private static final Pattern SUPPORTED = Pattern.compile("5\\.2\\..*-jdk25");
    private static final String WANTED = "TornadoVM 5.2.0 for JDK 25";
    private static final String INSTALL =
            "install "
                    + WANTED
                    + " and let "
                    + VARIABLE
                    + " name its directory (docs/guides/tornadovm.md)";

    private Installation() {}

    /** The problem here, or nothing. */
    static Optional<Unavailable> problem() {
        return ModuleLayer.boot()
                .configuration()
                .findModule(MODULE)
                .flatMap(m -> m.reference().location())
                .map(api -> unsuitable(api, System.getProperty(BAILOUT)))
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
        String jar = Path.of(api).getFileName().toString();
        Matcher m = API.matcher(jar);
        if (!m.matches() || !SUPPORTED.matcher(m.group(1)).matches()) {
            return Optional.of(otherVersion(m.matches() ? m.group(1) : jar));
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
        if (!SUPPORTED.matcher(version).matches()) {
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
                    String.format(
                            Locale.ROOT,
                            "correct that file or the SDK; java @%s -version must run",
                            arguments));
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
        return new Unavailable("this is TornadoVM " + found + ", not " + WANTED, INSTALL);
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
