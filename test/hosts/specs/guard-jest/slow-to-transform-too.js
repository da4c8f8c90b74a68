export const isSlowToTransformToo = true
