package uk.ac.manchester.tornado.api;

/** The hardware behind a device. */
public interface TornadoTargetDevice {
    String getDeviceName();

    long getDeviceGlobalMemorySize();

    long getDeviceLocalMemorySize();

    long getDeviceMaxAllocationSize();

    long[] getDeviceMaxWorkGroupSize();

    int getDeviceMaxComputeUnits();
}
