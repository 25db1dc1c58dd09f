/**
 * The part of the TornadoVM 5.2.0 API that backend-tornado names, declared and not implemented:
 * javac compiles against it where no TornadoVM is installed. It is never packaged or run; at run
 * time the SDK's own module of this name takes its place. Methods are {@code native} because that
 * needs no body.
 */
module tornado.api {
    exports uk.ac.manchester.tornado.api;
    exports uk.ac.manchester.tornado.api.common;
    exports uk.ac.manchester.tornado.api.enums;
    exports uk.ac.manchester.tornado.api.exceptions;
    exports uk.ac.manchester.tornado.api.runtime;
    exports uk.ac.manchester.tornado.api.types.arrays;
}
