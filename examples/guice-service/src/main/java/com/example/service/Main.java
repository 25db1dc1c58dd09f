package com.example.service;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.name.Names;

import dev.rondo.guice.Executables;
import dev.rondo.guice.RondoModule;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Puts the service together, uses it, and ends it. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        Properties settings = new Properties();
        try (InputStream in = Main.class.getResourceAsStream("/application.properties")) {
            settings.load(in);
        }
        Injector injector =
                Guice.createInjector(
                        new RondoModule(),
                        new AbstractModule() {
                            @Override
                            protected void configure() {
                                Names.bindProperties(binder(), settings);
                            }
                        });
        try (Executables all = injector.getInstance(Executables.class)) {
            Smoother service = injector.getInstance(Smoother.class);
            System.out.println(service.device() + ": " + service.mean(1, 2, 6));
        }
    }
}
