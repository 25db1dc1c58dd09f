package dev.rondo.contract;

import java.util.function.Supplier;

/** What several look at, made when the first of them asks. */
final class Once<T> implements Supplier<T> {
    private Supplier<T> make;
    private T made;

    private Once(Supplier<T> make) {
        this.make = make;
    }

    /** Asks the supplier at most once, unless it fails. */
    static <T> Supplier<T> of(Supplier<T> make) {
        return new Once<>(make);
    }

    @Override
    public synchronized T get() {
        if (make != null) {
            made = make.get();
            make = null;
        }
        return made;
    }
}
