
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "ai_agent_usage": {
                  Row: {
                    "agent_id": string | null,"cost_usd": number | null,"created_at": string,"discipline": string | null,"excess_period_start": string | null,"excess_requests": number | null,"excess_tokens": number | null,"id": number,"is_adjustment": boolean,"model_used": string | null,"period_start": string | null,"recorded_despite": string | null,"reported_by": Database["public"]['Enums']["ai_quota_caller"],"request_id": string | null,"requests": number,"reservation_id": string | null,"session_id": string | null,"tokens_audio_completion": number,"tokens_audio_prompt": number,"tokens_cache_write": number,"tokens_cached": number,"tokens_completion": number,"tokens_prompt": number,"tokens_reasoning": number,"tokens_total": number | null,"usage_source": Database["public"]['Enums']["ai_quota_usage_source"],"user_id": string,"workflow_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "agent_id"?: string | null,"cost_usd"?: number | null,"created_at"?: string,"discipline"?: string | null,"excess_period_start"?: string | null,"excess_requests"?: number | null,"excess_tokens"?: number | null,"id"?: never,"is_adjustment"?: boolean,"model_used"?: string | null,"period_start"?: string | null,"recorded_despite"?: string | null,"reported_by"?: Database["public"]['Enums']["ai_quota_caller"],"request_id"?: string | null,"requests"?: number,"reservation_id"?: string | null,"session_id"?: string | null,"tokens_audio_completion"?: number,"tokens_audio_prompt"?: number,"tokens_cache_write"?: number,"tokens_cached"?: number,"tokens_completion"?: number,"tokens_prompt"?: number,"tokens_reasoning"?: number,"tokens_total"?: never,"usage_source"?: Database["public"]['Enums']["ai_quota_usage_source"],"user_id": string,"workflow_id"?: string | null
                  }
                  Update: {
                    "agent_id"?: string | null,"cost_usd"?: number | null,"created_at"?: string,"discipline"?: string | null,"excess_period_start"?: string | null,"excess_requests"?: number | null,"excess_tokens"?: number | null,"id"?: never,"is_adjustment"?: boolean,"model_used"?: string | null,"period_start"?: string | null,"recorded_despite"?: string | null,"reported_by"?: Database["public"]['Enums']["ai_quota_caller"],"request_id"?: string | null,"requests"?: number,"reservation_id"?: string | null,"session_id"?: string | null,"tokens_audio_completion"?: number,"tokens_audio_prompt"?: number,"tokens_cache_write"?: number,"tokens_cached"?: number,"tokens_completion"?: number,"tokens_prompt"?: number,"tokens_reasoning"?: number,"tokens_total"?: never,"usage_source"?: Database["public"]['Enums']["ai_quota_usage_source"],"user_id"?: string,"workflow_id"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"ai_agents": {
                  Row: {
                    "id": string,"name": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "id"?: string,"name"?: string | null
                  }
                  Update: {
                    "id"?: string,"name"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_alerts": {
                  Row: {
                    "created_at": string,"id": number,"kind": Database["public"]['Enums']["ai_quota_alert_kind"],"metric": string,"period_start": string,"quota": number,"threshold": number,"used": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"id"?: never,"kind"?: Database["public"]['Enums']["ai_quota_alert_kind"],"metric": string,"period_start": string,"quota": number,"threshold": number,"used": number,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"id"?: never,"kind"?: Database["public"]['Enums']["ai_quota_alert_kind"],"metric"?: string,"period_start"?: string,"quota"?: number,"threshold"?: number,"used"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_audit": {
                  Row: {
                    "action": string,"actor": string | null,"created_at": string,"details": NonNullable<Json>,"id": number,"reason": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": string,"actor"?: string | null,"created_at"?: string,"details"?: NonNullable<Json>,"id"?: never,"reason": string,"user_id": string
                  }
                  Update: {
                    "action"?: string,"actor"?: string | null,"created_at"?: string,"details"?: NonNullable<Json>,"id"?: never,"reason"?: string,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_closed_days": {
                  Row: {
                    "cost_usd": number,"day": string,"requests": number,"tokens": number,"unpriced_requests": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "cost_usd"?: number,"day": string,"requests"?: number,"tokens"?: number,"unpriced_requests"?: number,"user_id": string
                  }
                  Update: {
                    "cost_usd"?: number,"day"?: string,"requests"?: number,"tokens"?: number,"unpriced_requests"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_deleted_usage": {
                  Row: {
                    "cost_usd": number,"day": string,"requests": number,"tokens": number,"unpriced_requests": number
                  }
                  ComputedFields: never
                  Insert: {
                    "cost_usd"?: number,"day": string,"requests"?: number,"tokens"?: number,"unpriced_requests"?: number
                  }
                  Update: {
                    "cost_usd"?: number,"day"?: string,"requests"?: number,"tokens"?: number,"unpriced_requests"?: number
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_denials": {
                  Row: {
                    "day": string,"denials": number,"reason": string,"tokens": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "day": string,"denials": number,"reason": string,"tokens": number,"user_id": string
                  }
                  Update: {
                    "day"?: string,"denials"?: number,"reason"?: string,"tokens"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_overrides": {
                  Row: {
                    "created_at": string,"expires_at": string | null,"extra_requests": number | null,"extra_tokens": number | null,"is_unlimited": boolean,"monthly_request_quota": number | null,"monthly_token_quota": number | null,"reason": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"expires_at"?: string | null,"extra_requests"?: number | null,"extra_tokens"?: number | null,"is_unlimited"?: boolean,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"reason": string,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"expires_at"?: string | null,"extra_requests"?: number | null,"extra_tokens"?: number | null,"is_unlimited"?: boolean,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"reason"?: string,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_periods": {
                  Row: {
                    "closed_at": string,"is_early": boolean,"monthly_request_quota": number | null,"monthly_token_quota": number | null,"period_end": string,"period_start": string,"requests_used": number,"tier": string,"tokens_used": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "closed_at"?: string,"is_early"?: boolean,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"period_end": string,"period_start": string,"requests_used": number,"tier": string,"tokens_used": number,"user_id": string
                  }
                  Update: {
                    "closed_at"?: string,"is_early"?: boolean,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"period_end"?: string,"period_start"?: string,"requests_used"?: number,"tier"?: string,"tokens_used"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_prices": {
                  Row: {
                    "audio_input_price": number | null,"audio_output_price": number | null,"cache_write_price": number | null,"cached_audio_input_price": number | null,"cached_input_price": number | null,"input_price": number,"is_from_list": boolean,"model": string,"output_price": number,"reasoning_price": number | null,"rules": Json | null,"source": string | null,"valid_from": string
                  }
                  ComputedFields: never
                  Insert: {
                    "audio_input_price"?: number | null,"audio_output_price"?: number | null,"cache_write_price"?: number | null,"cached_audio_input_price"?: number | null,"cached_input_price"?: number | null,"input_price": number,"is_from_list"?: never,"model": string,"output_price": number,"reasoning_price"?: number | null,"rules"?: Json | null,"source"?: string | null,"valid_from": string
                  }
                  Update: {
                    "audio_input_price"?: number | null,"audio_output_price"?: number | null,"cache_write_price"?: number | null,"cached_audio_input_price"?: number | null,"cached_input_price"?: number | null,"input_price"?: number,"is_from_list"?: never,"model"?: string,"output_price"?: number,"reasoning_price"?: number | null,"rules"?: Json | null,"source"?: string | null,"valid_from"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_reservations": {
                  Row: {
                    "closed_at": string | null,"created_at": string,"expires_at": string,"id": string,"on_expiry": Database["public"]['Enums']["ai_quota_on_expiry"],"period_start": string,"request_id": string | null,"requests": number,"requests_settled": number,"reserved_by": Database["public"]['Enums']["ai_quota_caller"],"status": Database["public"]['Enums']["ai_quota_reservation_status"],"tokens": number,"tokens_settled": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "closed_at"?: string | null,"created_at"?: string,"expires_at": string,"id"?: string,"on_expiry"?: Database["public"]['Enums']["ai_quota_on_expiry"],"period_start": string,"request_id"?: string | null,"requests": number,"requests_settled"?: number,"reserved_by"?: Database["public"]['Enums']["ai_quota_caller"],"status"?: Database["public"]['Enums']["ai_quota_reservation_status"],"tokens": number,"tokens_settled"?: number,"user_id": string
                  }
                  Update: {
                    "closed_at"?: string | null,"created_at"?: string,"expires_at"?: string,"id"?: string,"on_expiry"?: Database["public"]['Enums']["ai_quota_on_expiry"],"period_start"?: string,"request_id"?: string | null,"requests"?: number,"requests_settled"?: number,"reserved_by"?: Database["public"]['Enums']["ai_quota_caller"],"status"?: Database["public"]['Enums']["ai_quota_reservation_status"],"tokens"?: number,"tokens_settled"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_subscriptions": {
                  Row: {
                    "current_period_end": string | null,"current_period_start": string | null,"event_at": string,"status": string,"subscription_id": string,"tier": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "current_period_end"?: string | null,"current_period_start"?: string | null,"event_at"?: string,"status"?: string,"subscription_id": string,"tier": string,"user_id": string
                  }
                  Update: {
                    "current_period_end"?: string | null,"current_period_start"?: string | null,"event_at"?: string,"status"?: string,"subscription_id"?: string,"tier"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "ai_quota_subscriptions_tier_fkey"
      columns: ["tier"]
isOneToOne: false
      referencedRelation: "ai_quota_tiers"
      referencedColumns: ["tier"]
    }
                  ]
                },"ai_quota_tiers": {
                  Row: {
                    "display_name": string | null,"is_public": boolean,"monthly_request_quota": number | null,"monthly_token_quota": number | null,"sort_order": number,"tier": string
                  }
                  ComputedFields: never
                  Insert: {
                    "display_name"?: string | null,"is_public"?: boolean,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"sort_order"?: number,"tier": string
                  }
                  Update: {
                    "display_name"?: string | null,"is_public"?: boolean,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"sort_order"?: number,"tier"?: string
                  }
                  Relationships: [
                    
                  ]
                },"profiles": {
                  Row: {
                    "email": string | null,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "email"?: string | null,"user_id": string
                  }
                  Update: {
                    "email"?: string | null,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"user_ai_quotas": {
                  Row: {
                    "assigned_tier": string | null,"current_day": string,"current_day_cost_usd": number,"current_day_requests": number,"current_day_tokens": number,"current_day_unpriced": number,"current_month_requests": number,"current_month_tokens": number,"is_anonymous": boolean,"is_blocked": boolean,"limits_expire_at": string | null,"limits_version": number,"monthly_request_quota": number | null,"monthly_token_quota": number | null,"opened_early_at": string | null,"own_period_end": string | null,"period_anchor": string | null,"period_end": string,"period_start": string,"quota_reset_date": string,"reserved_requests": number,"reserved_tokens": number,"reserved_valid_until": string | null,"tier": string,"user_id": string,"user_minute": string | null,"user_writes": number
                  }
                  ComputedFields: never
                  Insert: {
                    "assigned_tier"?: string | null,"current_day"?: string,"current_day_cost_usd"?: number,"current_day_requests"?: number,"current_day_tokens"?: number,"current_day_unpriced"?: number,"current_month_requests"?: number,"current_month_tokens"?: number,"is_anonymous"?: boolean,"is_blocked"?: boolean,"limits_expire_at"?: string | null,"limits_version"?: number,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"opened_early_at"?: string | null,"own_period_end"?: string | null,"period_anchor"?: string | null,"period_end"?: never,"period_start"?: string,"quota_reset_date"?: string,"reserved_requests"?: number,"reserved_tokens"?: number,"reserved_valid_until"?: string | null,"tier"?: string,"user_id": string,"user_minute"?: string | null,"user_writes"?: number
                  }
                  Update: {
                    "assigned_tier"?: string | null,"current_day"?: string,"current_day_cost_usd"?: number,"current_day_requests"?: number,"current_day_tokens"?: number,"current_day_unpriced"?: number,"current_month_requests"?: number,"current_month_tokens"?: number,"is_anonymous"?: boolean,"is_blocked"?: boolean,"limits_expire_at"?: string | null,"limits_version"?: number,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"opened_early_at"?: string | null,"own_period_end"?: string | null,"period_anchor"?: string | null,"period_end"?: never,"period_start"?: string,"quota_reset_date"?: string,"reserved_requests"?: number,"reserved_tokens"?: number,"reserved_valid_until"?: string | null,"tier"?: string,"user_id"?: string,"user_minute"?: string | null,"user_writes"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "user_ai_quotas_assigned_tier_fkey"
      columns: ["assigned_tier"]
isOneToOne: false
      referencedRelation: "ai_quota_tiers"
      referencedColumns: ["tier"]
    },{
      foreignKeyName: "user_ai_quotas_tier_fkey"
      columns: ["tier"]
isOneToOne: false
      referencedRelation: "ai_quota_tiers"
      referencedColumns: ["tier"]
    }
                  ]
                }
          }
          Views: {
            "ai_quota_daily": {
                  Row: {
                    "cost_usd": number | null,"day": string | null,"requests": number | null,"tokens": number | null,"unpriced_requests": number | null,"user_id": string | null
                  }
                  ComputedFields: never
                  Relationships: [
                    
                  ]
                },"ai_quota_unpriced_models": {
                  Row: {
                    "calls": number | null,"first_at": string | null,"last_at": string | null,"model_used": string | null,"tokens": number | null
                  }
                  ComputedFields: never
                  Relationships: [
                    
                  ]
                }
          }
          Functions: {
            "adjust_usage":
{ Args: { "cost_usd"?: number,"reason": string,"request_id"?: string,"requests"?: number,"tokens": number,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"own_period_end": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"ai_quota_admin_alerts":
{ Args: { "from_day"?: string,"of_state"?: string,"of_user"?: string,"page"?: number,"page_size"?: number,"to_day"?: string }; Returns: {
              "attempts": number,"created_at": string,"delivered_at": string,"email": string,"id": number,"kind": Database["public"]['Enums']["ai_quota_alert_kind"],"last_error": string,"metric": string,"next_attempt_at": string,"period_start": string,"quota": number,"state": string,"threshold": number,"total_rows": number,"used": number,"user_id": string
            }[]
                           },
"ai_quota_admin_audit":
{ Args: { "of_user"?: string,"page"?: number,"page_size"?: number }; Returns: {
              "action": string,"actor": string,"actor_email": string,"created_at": string,"details": Json,"email": string,"id": number,"reason": string,"total_rows": number,"user_id": string
            }[]
                           },
"ai_quota_admin_boost":
{ Args: { "reason": string,"tokens": number,"until": string,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"own_period_end": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"ai_quota_admin_days":
{ Args: { "from_day"?: string,"of_tier"?: string,"to_day"?: string }; Returns: {
              "active_users": number,"cost_usd": number,"day": string,"denials": number,"requests": number,"tokens": number,"unpriced_requests": number,"user_reported_cost_usd": number,"user_reported_tokens": number
            }[]
                           },
"ai_quota_admin_holds":
{ Args: { "of_state"?: string,"of_user"?: string,"page"?: number,"page_size"?: number }; Returns: {
              "closed_at": string,"created_at": string,"email": string,"expires_at": string,"id": string,"on_expiry": Database["public"]['Enums']["ai_quota_on_expiry"],"requests": number,"requests_settled": number,"reserved_by": Database["public"]['Enums']["ai_quota_caller"],"state": string,"tokens": number,"tokens_settled": number,"total_rows": number,"user_id": string
            }[]
                           },
"ai_quota_admin_integrity":
{ Args: { "of_user"?: string }; Returns: {
              "email": string,"expected": number,"found": number,"period_start": string,"problem": string,"user_id": string
            }[]
                           },
"ai_quota_admin_near_limit":
{ Args: { "at_least_percent"?: number,"below_percent"?: number,"of_tier"?: string,"page"?: number,"page_size"?: number,"search"?: string }; Returns: {
              "days_left": number,"email": string,"is_blocked": boolean,"metric": string,"percentage": number,"quota": number,"remaining": number,"reset_date": string,"tier": string,"tokens_per_day": number,"total_rows": number,"used": number,"user_id": string
            }[]
                           },
"ai_quota_admin_outbox":
{ Args: Record<PropertyKey, never>; Returns: {
              "delivered_today": number,"expired_today": number,"failing": number,"oldest_waiting_at": string,"waiting": number
            }[]
                           },
"ai_quota_admin_overview":
{ Args: { "from_day"?: string,"of_tier"?: string,"to_day"?: string }; Returns: {
              "change_percent": number,"metric": string,"previous": number,"value": number
            }[]
                           },
"ai_quota_admin_recommendations":
{ Args: { "months"?: number }; Returns: {
              "advice": string,"email": string,"figure": number,"kind": string,"subject": string,"user_id": string
            }[]
                           },
"ai_quota_admin_remove_override":
{ Args: { "reason": string,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"own_period_end": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"ai_quota_admin_repair":
{ Args: { "reason": string,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"own_period_end": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"ai_quota_admin_replay_periods":
{ Args: { "months"?: number,"page"?: number,"page_size"?: number,"tiers"?: Json }; Returns: {
              "added_usd": number,"denied_calls": number,"denied_tokens": number,"email": string,"period_start": string,"saved_usd": number,"tier": string,"total_rows": number,"upgrade_tier": string,"user_id": string,"was_denied": number
            }[]
                           },
"ai_quota_admin_set_override":
{ Args: { "expires_at"?: string,"extra_requests"?: number,"extra_tokens"?: number,"is_unlimited"?: boolean,"monthly_request_quota"?: number,"monthly_token_quota"?: number,"reason": string,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"own_period_end": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"ai_quota_admin_set_tier":
{ Args: { "reason": string,"tier": string,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"own_period_end": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"ai_quota_admin_tiers":
{ Args: Record<PropertyKey, never>; Returns: {
              "active_users": number,"at_limit": number,"blocked_users": number,"display_name": string,"mean_tokens": number,"monthly_request_quota": number,"monthly_token_quota": number,"near_limit": number,"p90_tokens": number,"tier": string,"tokens": number,"users": number
            }[]
                           },
"ai_quota_admin_unpriced_models":
{ Args: { "from_day"?: string,"page"?: number,"page_size"?: number,"to_day"?: string }; Returns: {
              "first_day": string,"is_priced_now": boolean,"last_day": string,"model": string,"tokens": number,"total_rows": number,"unpriced_requests": number
            }[]
                           },
"ai_quota_admin_usage":
{ Args: { "by"?: (string)[],"from_day"?: string,"of_discipline"?: string,"of_model"?: string,"of_tier"?: string,"of_workflow"?: string,"page"?: number,"page_size"?: number,"sort"?: string,"to_day"?: string }; Returns: {
              "cost_usd": number,"day": string,"discipline": string,"model": string,"requests": number,"tier": string,"tokens": number,"total_rows": number,"unpriced_requests": number,"user_reported_cost_usd": number,"user_reported_tokens": number,"workflow": string
            }[]
                           },
"ai_quota_admin_user":
{ Args: { "user_id": string }; Returns: {
              "assigned_tier": string,"boost_ends_at": string,"boost_tokens": number,"created_at": string,"email": string,"is_blocked": boolean,"is_unlimited": boolean,"last_call_at": string,"limit": number,"percentage": number,"period_start": string,"remaining": number,"requests_limit": number,"requests_percentage": number,"requests_remaining": number,"requests_used": number,"reserved": number,"reset_date": string,"role": string,"status": string,"tier": string,"used": number
            }[]
                           },
"ai_quota_admin_user_calls":
{ Args: { "from_day"?: string,"page"?: number,"page_size"?: number,"to_day"?: string,"user_id": string }; Returns: {
              "cost_usd": number,"created_at": string,"discipline": string,"id": string,"is_adjustment": boolean,"model_used": string,"recorded_despite": string,"reported_by": Database["public"]['Enums']["ai_quota_caller"],"request_id": string,"requests": number,"reservation_id": string,"session_id": string,"tokens_completion": number,"tokens_prompt": number,"tokens_total": number,"total_rows": number,"usage_source": Database["public"]['Enums']["ai_quota_usage_source"],"workflow_id": string
            }[]
                           },
"ai_quota_admin_user_days":
{ Args: { "from_day"?: string,"to_day"?: string,"user_id": string }; Returns: {
              "cost_usd": number,"day": string,"requests": number,"tokens": number,"unpriced_requests": number
            }[]
                           },
"ai_quota_admin_user_periods":
{ Args: { "page"?: number,"page_size"?: number,"user_id": string }; Returns: {
              "is_early": boolean,"is_open": boolean,"monthly_request_quota": number,"monthly_token_quota": number,"percentage": number,"period_end": string,"period_start": string,"requests_used": number,"tier": string,"tokens_used": number,"total_rows": number
            }[]
                           },
"ai_quota_admin_users":
{ Args: { "from_day"?: string,"of_tier"?: string,"page"?: number,"page_size"?: number,"search"?: string,"sort"?: string,"to_day"?: string }; Returns: {
              "active_days": number,"cost_usd": number,"email": string,"is_blocked": boolean,"percentage": number,"requests": number,"tier": string,"tokens": number,"total_rows": number,"unpriced_requests": number,"user_id": string,"user_reported_cost_usd": number
            }[]
                           },
"check_user_quota":
{ Args: { "p_estimated_tokens"?: number,"user_id"?: string }; Returns: {
              "allowed": boolean,"quota_limit": number,"remaining_requests": number,"remaining_tokens": number,"request_limit": number,"reset_date": string
            }[]
                           },
"claim_quota_alerts":
{ Args: { "limit"?: number }; Returns: Database["public"]['CompositeTypes']["ai_quota_alert_delivery"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_alert_delivery"
        isOneToOne: false
        isSetofReturn: true
      } },
"claim_quota_digest":
{ Args: Record<PropertyKey, never>; Returns: {
              "attempts": number,"channels": (string)[],"day": string,"denials": number,"email": string,"message_key": string,"reason": string,"tokens": number,"user_denials": number,"user_id": string,"user_tokens": number,"users": number
            }[]
                           },
"complete_quota_alert":
{ Args: { "id": number }; Returns: Database["public"]['CompositeTypes']["ai_quota_alert_delivery"]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_alert_delivery"
        isOneToOne: true
        isSetofReturn: false
      } },
"complete_quota_digest":
{ Args: { "channel"?: string,"day": string }; Returns: boolean
                           },
"fail_quota_alert":
{ Args: { "error": string,"id": number }; Returns: Database["public"]['CompositeTypes']["ai_quota_alert_delivery"]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_alert_delivery"
        isOneToOne: true
        isSetofReturn: false
      } },
"get_quota_forecast_for":
{ Args: { "user_id": string }; Returns: {
              "days_of_history": number,"expected_cost_usd": number,"expected_used": number,"expected_used_high": number,"expected_used_low": number,"limit": number,"limit_on": string,"limit_on_earliest": string,"limit_on_latest": string,"reset_date": string,"tokens_per_day": number,"used": number,"weekday_shares": (number)[]
            }[]
                           },
"get_quota_status_for":
{ Args: { "user_id": string }; Returns: Database["public"]['CompositeTypes']["ai_quota_status"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_status"
        isOneToOne: false
        isSetofReturn: true
      } },
"get_user_monthly_usage":
{ Args: { "p_month"?: number,"p_year"?: number }; Returns: {
              "period_end": string,"period_start": string,"total_cost_usd": number,"total_requests": number,"total_tokens": number,"unpriced_requests": number
            }[]
                           },
"get_user_quota_forecast":
{ Args: Record<PropertyKey, never>; Returns: {
              "days_of_history": number,"expected_cost_usd": number,"expected_used": number,"expected_used_high": number,"expected_used_low": number,"limit": number,"limit_on": string,"limit_on_earliest": string,"limit_on_latest": string,"reset_date": string,"tokens_per_day": number,"used": number,"weekday_shares": (number)[]
            }[]
                           },
"get_user_quota_status":
{ Args: Record<PropertyKey, never>; Returns: Database["public"]['CompositeTypes']["ai_quota_status"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_status"
        isOneToOne: false
        isSetofReturn: true
      } },
"get_user_usage_by_label":
{ Args: { "from_day"?: string,"to_day"?: string,"user_id"?: string }; Returns: {
              "is_rest": boolean,"label": string,"name": string,"total_cost_usd": number,"total_requests": number,"total_tokens": number,"unpriced_requests": number
            }[]
                           },
"get_user_usage_by_month":
{ Args: { "months"?: number }; Returns: {
              "month": string,"total_cost_usd": number,"total_requests": number,"total_tokens": number,"unpriced_requests": number
            }[]
                           },
"has_quota_for":
{ Args: { "tokens": number,"user_id"?: string }; Returns: boolean
                           },
"initialize_user_quota":
{ Args: { "tier"?: string,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"own_period_end": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"note_quota_alert":
{ Args: { "channel": string,"error"?: string,"id": number }; Returns: Database["public"]['CompositeTypes']["ai_quota_alert_delivery"]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_alert_delivery"
        isOneToOne: true
        isSetofReturn: false
      } },
"prepare_quota_alert":
{ Args: { "attempt": number,"id": number }; Returns: Database["public"]['CompositeTypes']["ai_quota_alert_message"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_alert_message"
        isOneToOne: false
        isSetofReturn: true
      } },
"release_reservation":
{ Args: { "reservation_id"?: string,"user_id"?: string }; Returns: Database["public"]['CompositeTypes']["ai_quota_status"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_status"
        isOneToOne: false
        isSetofReturn: true
      } },
"repair_user_quota":
{ Args: { "user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"own_period_end": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"replay_limits":
{ Args: { "months"?: number,"tiers"?: Json }; Returns: {
              "added_usd": number,"denied_calls": number,"denied_periods": number,"denied_tokens": number,"denied_users": number,"periods": number,"saved_usd": number,"tier": string,"upgrade_tier": string,"users": number,"was_denied_periods": number,"was_denied_users": number
            }[]
                           },
"reserve_tokens":
{ Args: { "expires_in_seconds"?: number,"on_expiry"?: string,"request_id"?: string,"requests"?: number,"tokens"?: number,"user_id"?: string }; Returns: {
              "allowed": boolean,"expires_at": string,"reason": string,"remaining_requests": number,"remaining_tokens": number,"reservation_id": string,"reset_date": string,"upgrade_tier": string
            }[]
                           },
"reset_monthly_quotas":
{ Args: Record<PropertyKey, never>; Returns: number
                           },
"reset_user_quota":
{ Args: { "reason": string,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"own_period_end": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"set_user_blocked":
{ Args: { "is_blocked"?: boolean,"reason"?: string,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"own_period_end": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"set_user_subscription":
{ Args: { "current_period_end"?: string,"current_period_start"?: string,"event_at"?: string,"status"?: string,"subscription_id": string,"tier": string,"user_id": string }; Returns: {
              "current_period_end": string | null,
"current_period_start": string | null,
"event_at": string,
"status": string,
"subscription_id": string,
"tier": string,
"user_id": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_subscriptions"
        isOneToOne: false
        isSetofReturn: true
      } },
"track_usage":
{ Args: { "agent_id"?: string,"cost_usd"?: number,"discipline"?: string,"is_final"?: boolean,"model_used"?: string,"occurred_at"?: string,"request_id"?: string,"requests"?: number,"reservation_id"?: string,"session_id"?: string,"tokens_audio_completion"?: number,"tokens_audio_prompt"?: number,"tokens_cache_write"?: number,"tokens_cached"?: number,"tokens_completion"?: number,"tokens_prompt"?: number,"tokens_reasoning"?: number,"usage_source"?: string,"user_id"?: string,"workflow_id"?: string }; Returns: Database["public"]['CompositeTypes']["ai_quota_status"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_status"
        isOneToOne: false
        isSetofReturn: true
      } },
"track_usage_batch":
{ Args: { "calls": Json }; Returns: {
              "code": string,"hint": string,"message": string,"place": number,"result": string
            }[]
                           },
"verify_quota_integrity":
{ Args: Record<PropertyKey, never>; Returns: {
              "expected": number,"found": number,"period_start": string,"problem": string,"user_id": string
            }[]
                           }
          }
          Enums: {
            "ai_quota_alert_kind": "usage"|"denied","ai_quota_caller": "user"|"server","ai_quota_on_expiry": "release"|"charge","ai_quota_reservation_status": "pending"|"settled"|"released"|"charged","ai_quota_usage_source": "provider"|"estimated"
          }
          CompositeTypes: {
            "ai_quota_alert_delivery": {
                        "id": number | null,"user_id": string | null,"period_start": string | null,"kind": Database["public"]['Enums']["ai_quota_alert_kind"] | null,"metric": string | null,"threshold": number | null,"used": number | null,"quota": number | null,"created_at": string | null,"attempts": number | null,"next_attempt_at": string | null,"delivered_at": string | null,"last_error": string | null
                      },"ai_quota_alert_message": {
                        "id": number | null,"message_key": string | null,"user_id": string | null,"email": string | null,"name": string | null,"language": string | null,"metric": string | null,"threshold": number | null,"used": number | null,"quota": number | null,"tier": string | null,"upgrade_tier": string | null,"reset_date": string | null,"reached_on": string | null,"created_at": string | null,"channels": (string)[] | null
                      },"ai_quota_status": {
                        "used": number | null,"limit": number | null,"remaining": number | null,"percentage": number | null,"reset_date": string | null,"status": string | null,"tier": string | null,"reserved": number | null,"requests_used": number | null,"requests_limit": number | null,"requests_remaining": number | null,"requests_percentage": number | null,"is_unlimited": boolean | null,"period_start": string | null,"is_blocked": boolean | null
                      }
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            "ai_quota_alert_kind": ["usage", "denied"],"ai_quota_caller": ["user", "server"],"ai_quota_on_expiry": ["release", "charge"],"ai_quota_reservation_status": ["pending", "settled", "released", "charged"],"ai_quota_usage_source": ["provider", "estimated"]
          }
        }
} as const
