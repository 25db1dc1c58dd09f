package uk.ac.manchester.tornado.api;

/** What the runtime knows of a device. */
public interface TornadoDeviceContext {
    void setResetToFalse();
}
