package dev.rondo.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;

import dev.rondo.guice.RondoModule;

import java.util.List;

/**
 * The objects on which the parts of every command depend. Guice builds the rest from their
 * constructors.
 */
final class Assembly extends AbstractModule {
    private final Console console;
    private final Interrupt interrupt;
    private final Invocation invocation;

    private Assembly(Console console, Interrupt interrupt, Invocation invocation) {
        this.console = console;
        this.interrupt = interrupt;
        this.invocation = invocation;
    }

    static Injector of(Console console, Interrupt interrupt, String... arguments) {
        Invocation invocation = new Invocation(List.of(arguments));
        return Guice.createInjector(
                Stage.DEVELOPMENT, new RondoModule(), new Assembly(console, interrupt, invocation));
    }

    @Override
    protected void configure() {
        bind(Console.class).toInstance(console);
        bind(Interrupt.class).toInstance(interrupt);
        bind(InnerCommands.class).to(Inner.class);
        bind(Invocation.class).toInstance(invocation);
    }
}
