"""The registers for programs: providers and their licences, the evidence, examinations of fitness, and help pointed out."""
