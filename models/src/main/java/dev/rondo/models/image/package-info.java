/** From images to the classes of their pixels. */
package dev.rondo.models.image;
