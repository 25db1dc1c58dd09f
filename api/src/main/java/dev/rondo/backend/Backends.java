package dev.rondo.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Finds backends and selects one. A request {@code name} or {@code name:device} gets exactly that
 * or fails with the list of what is there; nothing is replaced silently. {@code auto} is simd, then
 * scalar.
 *
 * <p>Without an explicit request the system property {@value #PROPERTY} counts, then the
 * environment variable {@value #VARIABLE}, then {@code auto}.
 */
public final class Backends {
    /** System property that names the backend. */
    public static final String PROPERTY = "rondo.backend";

    /** Environment variable that names the backend. */
    public static final String VARIABLE = "RONDO_BACKEND";

    /** The request for the best backend on the CPU. */
    public static final String AUTO = "auto";

    private static final List<String> AUTO_ORDER = List.of("simd", "scalar");

    private Backends() {}

    /** Every provider on the module path and class path, by name. */
    public static List<BackendProvider> providers() {
        List<BackendProvider> found = new ArrayList<>();
        var it = ServiceLoader.load(BackendProvider.class).iterator();
        while (true) {
            try {
                if (!it.hasNext()) {
                    break;
                }
                found.add(it.next());
            } catch (ServiceConfigurationError e) {
                throw new BackendException(
                        "a backend provider cannot be loaded: " + e.getMessage(), e);
            }
        }
        found.sort(Comparator.comparing(BackendProvider::name));
        return found;
    }

    /** Every device of every provider, usable or not. */
    public static List<Device> devices() {
        return providers().stream().flatMap(p -> p.devices().stream()).toList();
    }

    /** Opens the backend that property, variable or {@code auto} name. */
    public static Backend open() {
        return open(null, BackendOptions.defaults());
    }

    /** Opens the backend {@code request} names, with default options. */
    public static Backend open(String request) {
        return open(request, BackendOptions.defaults());
    }

    /**
     * Opens a backend.
     *
     * @param request {@code name}, {@code name:device}, {@code auto}, or null to look at property
     *     and variable
     * @throws BackendException when that backend or device is unknown or cannot be used; the
     *     message lists what is there
     */
    public static Backend open(String request, BackendOptions options) {
        String wanted = request;
        String origin = "";
        if (wanted == null) {
            wanted = System.getProperty(PROPERTY);
            origin = " (from system property " + PROPERTY + ")";
        }
        if (wanted == null) {
            wanted = System.getenv(VARIABLE);
            origin = " (from environment variable " + VARIABLE + ")";
        }
        if (wanted == null || wanted.isBlank()) {
            wanted = AUTO;
            origin = "";
        }
        List<BackendProvider> providers = providers();
        return wanted.equals(AUTO)
                ? auto(providers, options)
                : named(providers, wanted, origin, options);
    }

    private static Backend auto(List<BackendProvider> providers, BackendOptions options) {
        for (String name : AUTO_ORDER) {
            for (BackendProvider p : providers) {
                if (p.name().equals(name)) {
                    for (Device d : p.devices()) {
                        if (d.availability().isAvailable()) {
                            return p.open(d, options);
                        }
                    }
                }
            }
        }
        throw new BackendException(
                "no CPU backend can be used; "
                        + there(providers)
                        + ". Put rondo-backend-simd or rondo-backend-scalar on the module or class"
                        + " path");
    }

    private static Backend named(
            List<BackendProvider> providers, String wanted, String origin, BackendOptions options) {
        int colon = wanted.indexOf(':');
        String name = colon < 0 ? wanted : wanted.substring(0, colon);
        String device = colon < 0 ? null : wanted.substring(colon + 1);
        BackendProvider provider =
                providers.stream()
                        .filter(p -> p.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new BackendException(
                                                "there is no backend '"
                                                        + name
                                                        + "'"
                                                        + origin
                                                        + "; "
                                                        + there(providers)));
        List<Device> devices = provider.devices();
        Device first = null;
        for (Device d : devices) {
            if (device == null || provider.isMeant(device, d)) {
                if (d.availability().isAvailable()) {
                    return provider.open(d, options);
                }
                first = first == null ? d : first;
            }
        }
        if (first == null) {
            throw new BackendException(
                    "backend '"
                            + name
                            + "' has no device '"
                            + device
                            + "'"
                            + origin
                            + "; "
                            + there(providers));
        }
        var no = (Availability.Unavailable) first.availability();
        throw new BackendException(
                "backend '"
                        + wanted
                        + "'"
                        + origin
                        + " cannot be used: "
                        + no.reason()
                        + ". "
                        + no.remedy()
                        + ". Otherwise "
                        + there(providers));
    }

    private static String there(List<BackendProvider> providers) {
        List<String> yes = new ArrayList<>();
        List<String> not = new ArrayList<>();
        for (BackendProvider p : providers) {
            for (Device d : p.devices()) {
                switch (d.availability()) {
                    case Availability.Available _ -> yes.add(d.id());
                    case Availability.Unavailable u -> not.add(d.id() + " (" + u.reason() + ")");
                }
            }
        }
        return "there is "
                + (yes.isEmpty() ? "none that can be used" : String.join(", ", yes))
                + (not.isEmpty() ? "" : "; not usable: " + String.join(", ", not));
    }
}
