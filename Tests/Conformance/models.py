"""The ids by which Bedrock calls the models, and the Regions to call them in."""

WEST, EAST = "us-west-2", "us-east-1"

CORE = "stability.stable-image-core-v1:1"
ULTRA = "stability.stable-image-ultra-v1:1"
SD35 = "stability.sd3-5-large-v1:0"
INPAINT = "us.stability.stable-image-inpaint-v1:0"
SEARCH_REPLACE = "us.stability.stable-image-search-replace-v1:0"
REMOVE_BACKGROUND = "us.stability.stable-image-remove-background-v1:0"
FAST = "us.stability.stable-fast-upscale-v1:0"
CONSERVATIVE = "us.stability.stable-conservative-upscale-v1:0"
CREATIVE = "us.stability.stable-creative-upscale-v1:0"
NOVA = "amazon.nova-canvas-v1:0"
