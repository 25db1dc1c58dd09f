package dev.rondo.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.Provides;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.name.Named;
import com.google.inject.name.Names;

import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Device;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;

/**
 * Makes backends injectable. User code needs the annotations of {@code jakarta.inject} alone.
 *
 * <ul>
 *   <li>{@link Backend}, one for the injector, opened when it is first needed;
 *   <li>{@code List<Device>}, every device with its availability, as it is when it is asked for;
 *   <li>{@link Executables}, which compiles on that backend and closes what it has compiled.
 * </ul>
 *
 * <p>Which backend that is, the first of these decides: the argument of the constructor; a string
 * that the application binds with the name {@value Backends#PROPERTY}, for instance by {@link
 * Names#bindProperties}; and then what {@link Backends#open()} asks: the system property, the
 * environment variable, the best one here. A string bound with the name {@value #THREADS} is the
 * number of threads, unless the constructor was given options.
 *
 * <p>Guice 7 generates classes by way of {@code Unsafe}, at which the JVM prints a warning. This
 * module therefore sets the system property {@value #CLASS_GENERATION} to {@code DISABLED}, unless
 * it is set. Guice reads it once, so this module must be made before any injector.
 */
public final class RondoModule extends AbstractModule {
    /** The name under which an application may bind a number of threads. */
    public static final String THREADS = "rondo.threads";

    private static final String CLASS_GENERATION = "guice_bytecode_gen_option";

    static {
        if (System.getProperty(CLASS_GENERATION) == null) {
            System.setProperty(CLASS_GENERATION, "DISABLED");
        }
    }

    private final Optional<String> request;
    private final Optional<BackendOptions> options;

    /** The configuration decides. */
    public RondoModule() {
        this(Optional.empty(), Optional.empty());
    }

    /**
     * Exactly this backend.
     *
     * @param request {@code name}, {@code name:device} or {@code auto}, see {@link Backends#open}
     */
    public RondoModule(String request) {
        this(Optional.of(request), Optional.empty());
    }

    /**
     * Exactly this backend with options.
     *
     * @param request {@code name}, {@code name:device} or {@code auto}, see {@link Backends#open}
     */
    public RondoModule(String request, BackendOptions options) {
        this(Optional.of(request), Optional.of(options));
    }

    private RondoModule(Optional<String> request, Optional<BackendOptions> options) {
        this.request = request;
        this.options = options;
    }

    @Override
    protected void configure() {
        OptionalBinder.newOptionalBinder(
                binder(), Key.get(String.class, Names.named(Backends.PROPERTY)));
        OptionalBinder.newOptionalBinder(binder(), Key.get(String.class, Names.named(THREADS)));
        bind(Executables.class);
    }

    /**
     * Opens the backend.
     *
     * @throws dev.rondo.backend.BackendException when it is unknown or cannot be used; the message
     *     lists what is available
     */
    @Provides
    @Singleton
    Backend backend(
            @Named(Backends.PROPERTY) Optional<String> configured,
            @Named(THREADS) Optional<String> threads) {
        return Backends.open(
                request.or(() -> configured).orElse(null),
                options.or(() -> threads.map(RondoModule::options))
                        .orElseGet(BackendOptions::defaults));
    }

    private static BackendOptions options(String threads) {
        int n;
        try {
            n = Integer.parseInt(threads.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    THREADS + " must be a whole number, such as 2, got '" + threads + "'", e);
        }
        return new BackendOptions(n);
    }

    @Provides
    List<Device> devices() {
        return Backends.devices();
    }
}
