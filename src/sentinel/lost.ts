/** What `limitations` says of a watch whose sentinel has died: nobody could look into a stall from then on, nor stop it. */
export const DETECTOR_LOST = 'detector lost: the sentinel thread died in the watch'
