"""One file per cloud service: `MAPPERS`, resource type -> function from Block to Reading."""
