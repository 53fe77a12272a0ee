/**
 * A user's own folders of PNG, JPEG and BMP files: what lies in them ({@link org.fitact.imagefile.FolderScan}), how a file becomes
 * pixels ({@link org.fitact.imagefile.ImageDecoder}, the JDK's decoders), and how these are read when they are wanted.
 */
package org.fitact.imagefile;
