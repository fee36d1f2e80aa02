"""What the custodian of the compartment keeps: files in quarantine, and questions to employees."""
