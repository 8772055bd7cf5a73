/**
 * Parcels: an app in one file, with its images, for another machine. Everything in the file is
 * encrypted and authenticated; docs/parcel-format.md describes it.
 */
@NullMarked
package steading.capsule.parcel;

import org.jspecify.annotations.NullMarked;
