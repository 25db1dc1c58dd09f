package dev.rondo.backend.tornado;

import dev.rondo.backend.Availability.Unavailable;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explains to people why TornadoVM's runtime did not start. Its drivers start together, in a static
 * initializer, so a broken driver also keeps the others from starting.
 */
final class StartFailure {
    private static final Pattern DRIVER =
            Pattern.compile(
                    "uk\\.ac\\.manchester\\.tornado\\.drivers\\.(?!common|providers)(\\w+)\\..*");

    private StartFailure() {}

    /** The runtime started and found no driver or no device. */
    static Unavailable noDriver() {
        return new Unavailable(
                "TornadoVM has no driver with a device",
                "install an SDK of TornadoVM with a driver for this machine (opencl, cuda, with 5.2 also ptx)");
    }

    /** Explains a start that ended with an exception. */
    static Unavailable explain(Throwable thrown) {
        List<Throwable> causes = causes(thrown);
        Throwable root = causes.getLast();
        String said = said(root);
        String driver = driver(causes);
        if (said.contains("JVMCI")) {
            return new Unavailable(
                    "Java runs without JVMCI: " + said,
                    "start Java with the whole argument file of TornadoVM, on a JDK with JVMCI");
        }
        if (root instanceof NoSuchMethodError && said.contains("jdk.internal.misc.Unsafe")) {
            return new Unavailable(
                    "TornadoVM's compiler checks itself against this JDK, and fails: " + said,
                    "start Java without -ea (-enableassertions)");
        }
        if (driver == null) {
            return new Unavailable(
                    "TornadoVM does not start: " + said,
                    "run tornado --devices in the SDK's bin directory to see more");
        }
        if (root instanceof UnsatisfiedLinkError || said.contains("Library not found")) {
            return noLibrary(driver, said);
        }
        if (said.contains("platforms found") || said.contains("devices found")) {
            return new Unavailable(
                    String.format(
                            Locale.ROOT, "the driver %s of TornadoVM finds no device", driver),
                    driver.equals("opencl")
                            ? "install an OpenCL driver, for example pocl-opencl-icd for the processor;"
                                    + " clinfo -l must list it"
                            : "install the hardware's driver; nvidia-smi must list the card"
                                    + orWithout(driver));
        }
        return new Unavailable(
                String.format(
                        Locale.ROOT, "the driver %s of TornadoVM does not start: %s", driver, said),
                "install what it needs" + orWithout(driver));
    }

    /** The driver's message hides the linker's. A second attempt makes the linker repeat it. */
    private static Unavailable noLibrary(String driver, String said) {
        String file = System.mapLibraryName("tornado-" + driver);
        for (String directory :
                System.getProperty("java.library.path", "").split(File.pathSeparator)) {
            Path library = Path.of(directory).resolve(file);
            if (Files.exists(library)) {
                return new Unavailable(
                        String.format(
                                Locale.ROOT,
                                "the native library of TornadoVM's driver %s cannot be loaded: %s",
                                driver,
                                linkerSays(library, said)),
                        "install the library that it needs (for opencl: ocl-icd-libopencl1)"
                                + orWithout(driver));
            }
        }
        return new Unavailable(
                String.format(
                        Locale.ROOT,
                        "the native library of TornadoVM's driver %s is missing: there is no %s in %s",
                        driver,
                        file,
                        System.getProperty("java.library.path")),
                "complete the SDK's directory lib" + orWithout(driver));
    }

    @SuppressWarnings("restricted")
    private static String linkerSays(Path library, String otherwise) {
        try {
            System.load(library.toAbsolutePath().toString());
            return otherwise;
        } catch (UnsatisfiedLinkError e) {
            return e.getMessage();
        }
    }

    private static String orWithout(String driver) {
        return String.format(
                Locale.ROOT,
                "; or take the driver out: remove tornado-drivers-%1$s-….jar from the SDK's share/java/tornado, and tornado.drivers.%1$s from its argument file",
                driver);
    }

    private static String said(Throwable root) {
        String message = root.getMessage();
        return message == null
                ? root.getClass().getName()
                : message.strip().replaceFirst("^\\[(ERROR|WARNING)] *", "");
    }

    /**
     * The driver that was starting: the first that a stack frame names, beginning with the
     * innermost cause.
     */
    private static String driver(List<Throwable> causes) {
        for (Throwable cause : causes.reversed()) {
            for (StackTraceElement frame : cause.getStackTrace()) {
                Matcher m = DRIVER.matcher(frame.getClassName());
                if (m.matches()) {
                    return m.group(1);
                }
            }
        }
        return null;
    }

    private static List<Throwable> causes(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable t = thrown; t != null && !causes.contains(t); t = t.getCause()) {
            causes.add(t);
        }
        return causes;
    }
}
