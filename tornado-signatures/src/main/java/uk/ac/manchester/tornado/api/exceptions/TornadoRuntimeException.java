package uk.ac.manchester.tornado.api.exceptions;

/** Something failed at run time. */
public class TornadoRuntimeException extends RuntimeException {
    public TornadoRuntimeException(String message) {}
}
