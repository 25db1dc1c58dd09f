package dev.rondo.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The providers that a {@link ServiceLoader} finds. A broken provider does not affect the others. A
 * provider is broken when its class is missing, was compiled for a newer Java, needs a missing
 * class, or fails. A warning in the log names it once.
 *
 * @param found the working providers, in the order in which they were found
 * @param broken for each broken provider, what it is and what is wrong with it
 * @param <S> the service
 */
public record Providers<S>(List<S> found, List<String> broken) {
    private static final int MOST_FAILURES = 100;

    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    /** Copies the lists. */
    public Providers {
        found = List.copyOf(found);
        broken = List.copyOf(broken);
    }

    /**
     * Loads every provider.
     *
     * @param loader made by the module that uses the service
     * @param name asked of each provider, because one that cannot give its name can do nothing else
     */
    public static <S> Providers<S> of(ServiceLoader<S> loader, Function<S, String> name) {
        List<S> found = new ArrayList<>();
        Set<String> broken = new LinkedHashSet<>();
        Iterator<S> it = loader.iterator();
        // a loader that fails to read a jar may fail at it again and again
        for (int failures = 0; failures < MOST_FAILURES; ) {
            try {
                if (!it.hasNext()) {
                    break;
                }
                found.add(usable(it.next(), name));
            } catch (ServiceConfigurationError | LinkageError | BrokenException e) {
                failures++;
                broken.add(told(e));
            }
        }
        return new Providers<>(found, List.copyOf(broken));
    }

    /**
     * Leaves out those whose name is taken: by one of these names, or by one found before.
     *
     * @param name asked of each
     * @param taken names that others have
     */
    public Providers<S> unique(Function<S, String> name, Collection<String> taken) {
        Map<String, String> owners = new HashMap<>();
        taken.forEach(its -> owners.put(its, ""));
        List<S> kept = new ArrayList<>();
        List<String> refused = new ArrayList<>(broken);
        for (S s : found) {
            String its = name.apply(s);
            String owner = owners.putIfAbsent(its, " by " + s.getClass().getName());
            if (owner == null) {
                kept.add(s);
            } else {
                String who = s.getClass().getName();
                refused.add(told(who + ": the name '" + its + "' is taken" + owner));
            }
        }
        return new Providers<>(kept, refused);
    }

    private static <S> S usable(S provider, Function<S, String> name) {
        attempt(provider, () -> Objects.requireNonNull(name.apply(provider), "it has no name"));
        return provider;
    }

    /**
     * Calls a provider's own code.
     *
     * @throws BrokenException when that code fails
     */
    public static <T> T attempt(Object provider, Supplier<T> code) {
        try {
            return code.get();
        } catch (RuntimeException | LinkageError e) {
            throw new BrokenException(provider, e);
        }
    }

    private static String told(Throwable e) {
        String message = e instanceof NoClassDefFoundError ? e.toString() : e.getMessage();
        return told(message + (e.getCause() == null ? "" : " (" + e.getCause() + ")"));
    }

    private static String told(String what) {
        if (TOLD.add(what)) {
            System.getLogger(Providers.class.getName())
                    .log(System.Logger.Level.WARNING, "a provider is left out: {0}", what);
        }
        return what;
    }

    /** A provider's own code failed. */
    public static final class BrokenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private BrokenException(Object provider, Throwable cause) {
            super(provider.getClass().getName() + " fails", cause);
        }
    }
}
