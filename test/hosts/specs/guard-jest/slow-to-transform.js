export const isSlowToTransform = true
