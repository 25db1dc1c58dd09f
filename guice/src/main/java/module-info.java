/**
 * Backends by configuration, and the lifetime of what they compile, for programs that use Guice.
 */
module dev.rondo.guice {
    requires transitive dev.rondo.api;
    requires transitive com.google.guice;
    requires jakarta.inject;

    exports dev.rondo.guice;

    // Guice calls constructors and methods that are not public
    opens dev.rondo.guice to
            com.google.guice;
}
