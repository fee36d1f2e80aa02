"""Controlled words about conduct and its setting: codes are data, labels are what people read. They describe conduct, never a person."""

from django.db.models import TextChoices


class Channel(TextChoices):
    """How a report reached the organisation."""

    WEB = "web", "This site"
    HOTLINE = "hotline", "Telephone"
    IN_PERSON = "in_person", "In person"
    MANAGER = "manager", "Through a manager"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    THIRD_PARTY = "third_party", "Somebody outside"
    AGENCY = "agency", "An authority"
    EXIT_INTERVIEW = "exit_interview", "Exit interview"


class Conduct(TextChoices):
    """What was done, told by behaviour and effect and not by touch or force."""

    SEXUAL_REMARK = "verbal.sexual_remark", "Sexual remark"
    BODY_COMMENT = "verbal.body_comment", "Comment on somebody’s body"
    JOKE = "verbal.joke", "Offensive joke"
    PRIVATE_QUESTION = "verbal.private_life_question", "Question about private life"
    REPEATED_INVITATION = "verbal.repeated_invitation", "Repeated invitation after a refusal"
    SLUR = "verbal.slur", "Slur"
    THREAT = "verbal.threat", "Threat"
    MESSAGE = "digital.message", "Unwanted message"
    UNSOLICITED_IMAGE = "digital.unsolicited_image", "Unasked-for image"
    IMAGE_SHARING = "digital.image_sharing", "Sharing somebody’s image"
    DISPLAY = "visual.display", "Offensive display"
    STARING = "visual.staring", "Staring or gesture"
    BLOCKING = "noncontact.blocking", "Blocking, following or cornering"
    PROXIMITY = "noncontact.proximity", "Standing too close"
    MASSAGE_SHOULDER = "contact.massage_shoulder", "Massaging or touching shoulders"
    HUG = "contact.hug", "Unwanted hug or kiss"
    HAIR_CLOTHING = "contact.hair_clothing", "Touching hair or clothing"
    INTIMATE_AREA = "contact.intimate_area", "Touching an intimate area"
    QUID_PRO_QUO = "coercive.quid_pro_quo", "Something at work in return for a favour"
    IMPLIED_THREAT = "coercive.implied_threat", "Hint at a bad result"
    STALKING = "stalking", "Stalking"
    ASSAULT = "assault", "Assault"
    RETALIATION = "retaliation", "Retaliation"
    BULLYING = "bullying", "Bullying"
    DISCRIMINATION = "discrimination", "Discrimination"
    RELATIONSHIP = "relationship_nondisclosure", "Undisclosed relationship"
    RESOURCE_MISUSE = "resource_misuse", "Misuse of working time or equipment"
    MGMT_FAILURE = "mgmt_failure_to_act", "A manager knew and did not act"
    AGREEMENT_BREACH = "agreement_breach", "Breach of an agreement or measure"
    INTERFERENCE = "interference", "Interference with evidence or a witness"
    OTHER = "other", "Something else"


class Setting(TextChoices):
    """Where and in what circumstances it happened: safeguards attach to settings."""

    SHARED_OFFICE = "shared_office", "Shared office"
    CLOSED_DOOR = "closed_door", "Behind a closed door"
    MEETING = "meeting", "Meeting"
    ONE_TO_ONE = "one_to_one", "One-to-one"
    APPRAISAL = "appraisal_interview", "Appraisal or interview"
    CLIENT_SITE = "client_site", "Client site"
    FIELD_ISOLATED = "field_isolated", "Field work, alone"
    NIGHT_SHIFT = "night_shift", "Night shift"
    VEHICLE = "vehicle", "Vehicle"
    TRAVEL = "travel", "Business travel"
    HOTEL = "hotel", "Hotel"
    CONFERENCE = "conference", "Conference"
    SOCIAL_EVENT = "social_event", "Social event"
    ALCOHOL = "alcohol_present", "Alcohol present"
    AFTER_HOURS = "after_hours", "After hours"
    CHANGING_AREA = "changing_rest_area", "Changing or rest area"
    REMOTE_CALL = "remote_call", "Remote call"
    CHAT = "chat_dm", "Chat or direct message"
    EMAIL = "email", "E-mail"
    SOCIAL_MEDIA = "social_media", "Social media"
    OFF_DUTY = "off_duty_with_nexus", "Off duty, with a link to work"


class PowerRelation(TextChoices):
    """What power the respondent had over the person affected, on the day."""

    DIRECT_MANAGER = "direct_manager", "Direct manager"
    SKIP_LEVEL = "skip_level", "Manager’s manager"
    SENIOR_OTHER = "senior_other", "Senior, other line"
    PEER = "peer", "Colleague"
    SUBORDINATE = "subordinate", "Reports to the person affected"
    CLIENT = "client", "Client"
    CONTRACTOR = "contractor", "Contractor"
    MENTOR = "mentor_trainer", "Mentor or trainer"
    GATEKEEPER = "gatekeeper", "Decides on pay, shifts, visa or references"
    NONE_KNOWN = "none_known", "None known"


class Priority(TextChoices):
    """How soon the situation needs attention."""

    P1 = "P1", "P1: within 4 hours"
    P2 = "P2", "P2: within 1 working day"
    P3 = "P3", "P3: within 3 working days"
    P4 = "P4", "P4: within 5 working days"


class TriageFlag(TextChoices):
    """What about the situation, not about a person, asks for speed or care."""

    IMMEDIATE_DANGER = "immediate_danger", "Immediate danger"
    ONGOING_CONTACT = "ongoing_contact", "The people still meet at work"
    SELF_HARM = "self_harm", "Risk of self-harm"
    MINOR_OR_VULNERABLE = "minor_or_vulnerable", "A minor or vulnerable person"
    SUSPECTED_CRIME = "suspected_crime", "A crime may have been committed"
    EVIDENCE_LOSS = "evidence_loss", "Evidence may be lost"
    RETALIATION_STARTED = "retaliation_started", "Retaliation may have started"
    GATEKEEPER = "executive_or_gatekeeper", "The respondent is an executive or gatekeeper"


class DeclineCode(TextChoices):
    """Why a report does not become a case. “No action was asked for” is not among the reasons: an employer on notice has a duty."""

    NO_NEXUS = "no_nexus", "No link to work"
    NOT_CONDUCT = "not_conduct", "Not about conduct under a policy"
    INSUFFICIENT = "insufficient_after_followup", "Not enough to go on, after asking"
    OTHER_BODY = "other_body", "Another body is responsible"


class Certainty(TextChoices):
    """How sure the reporter is of a date."""

    EXACT = "exact", "Exact"
    ABOUT = "about", "About then"
    NOT_SURE = "not_sure", "Not sure"
