package dev.rondo.backend;

import dev.rondo.internal.Providers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds backends and selects one. A request {@code name} or {@code name:device} gets exactly that
 * backend or device, or fails with a list of what is available; nothing is replaced silently.
 * {@code auto} tries simd first, then scalar. When it does not get simd, a warning in the log says
 * so once, with the reason and the remedy.
 *
 * <p>Without an explicit request, the system property {@value #PROPERTY} decides. Without the
 * property, the environment variable {@value #VARIABLE} decides, and without either, {@code auto}.
 *
 * <p>When the system property {@value #REQUIRED_PROPERTY} or the environment variable {@value
 * #REQUIRED_VARIABLE} names a backend or a device, nothing else is opened.
 *
 * <p>The first time that a device is opened, the logger with the name of this class says so on
 * level {@code DEBUG}, with what decided.
 */
public final class Backends {
    /** System property that names the backend. */
    public static final String PROPERTY = "rondo.backend";

    /** Environment variable that names the backend. */
    public static final String VARIABLE = "RONDO_BACKEND";

    /**
     * System property that names the only backend, or the only device, that may be opened: for
     * servers that must not run on anything else, whatever is asked for.
     */
    public static final String REQUIRED_PROPERTY = "rondo.backend.require";

    /** Environment variable for the same. */
    public static final String REQUIRED_VARIABLE = "RONDO_BACKEND_REQUIRE";

    /** The request for the best backend on the CPU. */
    public static final String AUTO = "auto";

    static final List<String> AUTO_ORDER = List.of("simd", "scalar");

    /** Whether a warning has said that {@code auto} did not get its first choice. */
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    /** The devices of which the log has said that they were opened. */
    private static final Set<String> EXPLAINED = ConcurrentHashMap.newKeySet();

    private Backends() {}

    private static Providers<BackendProvider> loaded() {
        return Providers.of(ServiceLoader.load(BackendProvider.class), BackendProvider::name)
                .unique(BackendProvider::name, List.of());
    }

    /**
     * Every provider on the module path and class path, sorted by name; without broken ones, and of
     * two with one name only the one that is found first.
     */
    public static List<BackendProvider> providers() {
        List<BackendProvider> found = new ArrayList<>(loaded().found());
        found.sort(Comparator.comparing(BackendProvider::name));
        return found;
    }

    /** For each broken provider, what it is and what is wrong with it. */
    public static List<String> broken() {
        return loaded().broken();
    }

    /** Every device of every provider, usable or not. */
    public static List<Device> devices() {
        return providers().stream().flatMap(p -> devices(p).stream()).toList();
    }

    /**
     * The devices of a provider. If the provider fails, the result is one device that cannot be
     * used and says why.
     */
    public static List<Device> devices(BackendProvider provider) {
        try {
            return Providers.attempt(provider, provider::devices);
        } catch (Providers.BrokenException e) {
            Availability no =
                    Availability.no(
                            e.getMessage() + " when asked for its devices: " + e.getCause(),
                            "Mend or remove it");
            return List.of(new Device(provider.name(), "none", "unknown", no));
        }
    }

    /**
     * Opens the backend that the system property, the environment variable or {@code auto} names.
     */
    public static Backend open() {
        return open(null, BackendOptions.defaults());
    }

    /** Opens the backend that {@code request} names, with default options. */
    public static Backend open(String request) {
        return open(request, BackendOptions.defaults());
    }

    /**
     * Opens a backend.
     *
     * @param request {@code name}, {@code name:device}, {@code auto}, or null to use the system
     *     property or the environment variable
     * @throws BackendException when that backend or device is unknown or cannot be used; the
     *     message lists what is available
     */
    public static Backend open(String request, BackendOptions options) {
        Optional<Setting> setting =
                request == null ? Setting.of(PROPERTY, VARIABLE) : Optional.empty();
        String wanted = setting.map(Setting::value).orElse(request);
        String origin = setting.map(x -> " (from " + x.origin() + ")").orElse("");
        if (wanted == null || wanted.isBlank()) {
            wanted = AUTO;
        }
        List<BackendProvider> providers = providers();
        return wanted.equals(AUTO)
                ? auto(providers, options)
                : named(providers, wanted, origin, options);
    }

    private static Backend opened(
            BackendProvider provider, Device device, String why, BackendOptions options) {
        checkRequired(provider, device);
        Backend backend = provider.open(device, options);
        if (backend == null) {
            throw new BackendException(
                    provider.getClass().getName()
                            + " gave null when asked to open "
                            + device.id()
                            + "; a provider opens its device or throws an exception that says why not");
        }
        if (EXPLAINED.add(device.id())) {
            System.getLogger(Backends.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            () ->
                                    "Rondo computes on "
                                            + device.id()
                                            + " ("
                                            + device.description()
                                            + "), as "
                                            + why);
        }
        return backend;
    }

    private static void checkRequired(BackendProvider provider, Device device) {
        Optional<Setting> setting = Setting.of(REQUIRED_PROPERTY, REQUIRED_VARIABLE);
        String required = setting.map(Setting::value).orElse("");
        if (required.isBlank()) {
            return;
        }
        String[] parts = required.split(":", 2);
        boolean same =
                parts[0].equals(device.backend())
                        && (parts.length == 1 || provider.isMeant(parts[1], device));
        if (!same) {
            throw new BackendException(
                    device.id()
                            + " was to be opened, but the "
                            + setting.get().origin()
                            + " requires "
                            + required
                            + "; ask for that, or take the requirement away. "
                            + capitalized(there(providers())));
        }
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /**
     * Every device, whether it can be used, and which one {@link #open()} takes, in lines for a
     * person.
     */
    public static String describe() {
        return BackendTable.text();
    }

    /**
     * The device that {@code auto} selects here.
     *
     * @throws BackendException when no CPU backend can be used
     */
    public static Device automatic() {
        return choose(providers()).device;
    }

    /**
     * The first device that can be used. For each device before it, why it cannot be used and what
     * to do.
     */
    private record Choice(BackendProvider provider, Device device, List<String> missed) {}

    private static Choice choose(List<BackendProvider> providers) {
        List<String> missed = new ArrayList<>();
        for (String name : AUTO_ORDER) {
            Optional<BackendProvider> provider = find(providers, name);
            if (provider.isEmpty()) {
                missed.add(absent(name));
                continue;
            }
            for (Device d : devices(provider.get())) {
                switch (d.availability()) {
                    case Availability.Available _ -> {
                        return new Choice(provider.get(), d, missed);
                    }
                    case Availability.Unavailable(var reason, var remedy) ->
                            missed.add(d.id() + " cannot be used, since " + reason + "; " + remedy);
                }
            }
        }
        throw new BackendException("no CPU backend can be used: " + String.join(". ", missed));
    }

    private static String absent(String name) {
        return name
                + " is not there, since no provider declares it; put the jar "
                + jar(name)
                + " on the module or class path, and where several jars were made one (shaded),"
                + " join their files META-INF/services/"
                + BackendProvider.class.getName()
                + " instead of keeping one";
    }

    /** The artifact of a backend of Rondo's own. */
    static String jar(String name) {
        return "rondo-backend-" + name;
    }

    private static Optional<BackendProvider> find(List<BackendProvider> providers, String name) {
        return providers.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    private static Backend auto(List<BackendProvider> providers, BackendOptions options) {
        Choice choice = choose(providers);
        String why = choice.missed.isEmpty() ? "auto takes it first" : "it is what auto is left";
        Backend opened = opened(choice.provider, choice.device, why, options);
        if (!choice.missed.isEmpty() && TOLD.compareAndSet(false, true)) {
            tell(choice);
        }
        return opened;
    }

    private static void tell(Choice choice) {
        String name = choice.provider.name();
        System.getLogger(Backends.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "Rondo computes on "
                                + choice.device.id()
                                + ", which may be many times slower than what is missing: "
                                + String.join(". ", choice.missed)
                                + ". Whoever wants "
                                + name
                                + " and no warning names it: Backends.open(\""
                                + name
                                + "\"), -D"
                                + PROPERTY
                                + "="
                                + name
                                + " or "
                                + VARIABLE
                                + "="
                                + name);
    }

    private static Backend named(
            List<BackendProvider> providers, String wanted, String origin, BackendOptions options) {
        int colon = wanted.indexOf(':');
        String name = colon < 0 ? wanted : wanted.substring(0, colon);
        String device = colon < 0 ? null : wanted.substring(colon + 1);
        BackendProvider provider =
                find(providers, name)
                        .orElseThrow(
                                () ->
                                        new BackendException(
                                                "there is no backend '"
                                                        + name
                                                        + "'"
                                                        + origin
                                                        + "; "
                                                        + (AUTO_ORDER.contains(name)
                                                                ? absent(name) + ". Otherwise "
                                                                : "")
                                                        + there(providers)));
        List<Device> devices = devices(provider);
        Device first = null;
        for (Device d : devices) {
            if (device == null || provider.isMeant(device, d)) {
                if (d.availability().isAvailable()) {
                    return opened(provider, d, "'" + wanted + "'" + origin + " says", options);
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
            for (Device d : devices(p)) {
                switch (d.availability()) {
                    case Availability.Available _ -> yes.add(d.id());
                    case Availability.Unavailable u -> not.add(d.id() + " (" + u.reason() + ")");
                }
            }
        }
        return "there is "
                + (yes.isEmpty() ? "none that can be used" : String.join(", ", yes))
                + (not.isEmpty() ? "" : "; not usable: " + String.join(", ", not))
                + leftOut();
    }

    private static String leftOut() {
        List<String> broken = broken();
        return broken.isEmpty() ? "" : "; left out: " + String.join("; ", broken);
    }
}
