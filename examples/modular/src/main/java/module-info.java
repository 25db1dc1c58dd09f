/** A forecast in a module of its own. */
module com.example.modular {
    requires dev.rondo;
}
