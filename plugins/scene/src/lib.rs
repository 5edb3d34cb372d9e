//! The 3D view: terrain, equipment, overlays, camera, picking
