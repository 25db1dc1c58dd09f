/** Initial values of weights. */
package dev.rondo.models.init;
