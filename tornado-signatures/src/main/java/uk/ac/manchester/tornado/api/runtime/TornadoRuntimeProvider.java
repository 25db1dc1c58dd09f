package uk.ac.manchester.tornado.api.runtime;

import uk.ac.manchester.tornado.api.TornadoRuntime;

/** Starts the runtime: loading this class loads every driver. */
public class TornadoRuntimeProvider {
    public static native TornadoRuntime getTornadoRuntime();

    public static native String getProperty(String key, String otherwise);
}
